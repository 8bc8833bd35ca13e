//! Making the tables that are missing.

use aws_sdk_dynamodb::{
    Client,
    error::{BuildError, DisplayErrorContext},
    operation::create_table::builders::CreateTableFluentBuilder,
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, Projection,
        StreamSpecification, TableDescription, TimeToLiveSpecification,
    },
};

use super::{Index, Key, TableDefinition};
use crate::embedded::Error;

/// Make the tables that are missing, with indexes, streams and times to live.
///
/// `name_of` gives the table's name for its logical id. Tables that are there are left as they are.
/// Refuses: `Changed` when one of these has other keys, indexes or stream than its definition.
pub async fn create(
    client: &Client,
    definitions: &[TableDefinition],
    name_of: impl Fn(&str) -> String,
) -> Result<(), Error> {
    for definition in definitions {
        let name = name_of(&definition.id);
        create_one(client, definition, &name).await?;
        if let Some(attribute) = &definition.ttl_attribute {
            expire_by(client, &name, attribute).await?;
        }
    }
    Ok(())
}

async fn create_one(
    client: &Client,
    definition: &TableDefinition,
    name: &str,
) -> Result<(), Error> {
    match client.describe_table().table_name(name).send().await {
        Ok(found) if found.table().is_some_and(|table| definition.describes(table)) => Ok(()),
        Ok(_) => Err(Error::Changed(name.to_owned())),
        Err(e) if e.as_service_error().is_some_and(|e| e.is_resource_not_found_exception()) => {
            let request = definition
                .request(client.create_table().table_name(name))
                .map_err(|cause| Error::Template(format!("{}: {cause}", definition.id)))?;
            let made = request.send().await;
            made.map_err(|e| {
                Error::failed(format!("make the table {name}"), &DisplayErrorContext(e))
            })?;
            Ok(())
        }
        Err(e) => Err(Error::failed(format!("look for the table {name}"), &DisplayErrorContext(e))),
    }
}

async fn expire_by(client: &Client, name: &str, attribute: &str) -> Result<(), Error> {
    let action = || format!("set the time to live of {name}");
    let ttl = TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute).build();
    let ttl = ttl.map_err(|cause| Error::failed(action(), &cause))?;
    let set = client.update_time_to_live().table_name(name).time_to_live_specification(ttl);
    set.send().await.map_err(|e| Error::failed(action(), &DisplayErrorContext(e)))?;
    Ok(())
}

impl TableDefinition {
    fn request(
        &self,
        mut request: CreateTableFluentBuilder,
    ) -> Result<CreateTableFluentBuilder, BuildError> {
        request = request.billing_mode(BillingMode::PayPerRequest);
        request = request.set_key_schema(Some(key_schema(&self.keys)?));
        for attribute in &self.attributes {
            let definition = AttributeDefinition::builder()
                .attribute_name(&attribute.name)
                .attribute_type(attribute.kind.as_str().into());
            request = request.attribute_definitions(definition.build()?);
        }
        for index in &self.indexes {
            request = request.global_secondary_indexes(global_index(index)?);
        }
        if let Some(view) = &self.stream_view {
            let stream = StreamSpecification::builder()
                .stream_enabled(true)
                .stream_view_type(view.as_str().into());
            request = request.stream_specification(stream.build()?);
        }
        Ok(request)
    }

    /// Whether `table` is what this definition would make.
    fn describes(&self, table: &TableDescription) -> bool {
        let view = table.stream_specification().and_then(StreamSpecification::stream_view_type);
        let mut indexes: Vec<_> = table
            .global_secondary_indexes()
            .iter()
            .map(|index| (index.index_name().unwrap_or_default(), keys_of(index.key_schema())))
            .collect();
        let mut wanted: Vec<_> =
            self.indexes.iter().map(|index| (index.name.as_str(), keys(&index.keys))).collect();
        indexes.sort();
        wanted.sort();
        keys_of(table.key_schema()) == keys(&self.keys)
            && indexes == wanted
            && view.map(AsRef::as_ref) == self.stream_view.as_deref()
    }
}

fn keys(keys: &[Key]) -> Vec<(&str, &str)> {
    keys.iter().map(|key| (key.attribute.as_str(), key.kind.as_str())).collect()
}

fn keys_of(schema: &[KeySchemaElement]) -> Vec<(&str, &str)> {
    schema.iter().map(|key| (key.attribute_name(), key.key_type().as_str())).collect()
}

fn key_schema(keys: &[Key]) -> Result<Vec<KeySchemaElement>, BuildError> {
    let elements = keys.iter().map(|key| {
        KeySchemaElement::builder()
            .attribute_name(&key.attribute)
            .key_type(key.kind.as_str().into())
            .build()
    });
    elements.collect()
}

fn global_index(index: &Index) -> Result<GlobalSecondaryIndex, BuildError> {
    let others = &index.projection.attributes;
    let projection = Projection::builder()
        .projection_type(index.projection.kind.as_str().into())
        .set_non_key_attributes((!others.is_empty()).then(|| others.clone()))
        .build();
    GlobalSecondaryIndex::builder()
        .index_name(&index.name)
        .set_key_schema(Some(key_schema(&index.keys)?))
        .projection(projection)
        .build()
}
