use super::*;
use crate::embedded::{Error, tables::Attribute};

#[test]
fn the_template_gives_tables_with_keys_indexes_stream_and_ttl() {
    let tables = definitions::read(TEMPLATE).expect("the template is well-formed");

    let ids: Vec<_> = tables.iter().map(|table| &*table.id).collect();
    assert_eq!(ids, ["State", "Events", "Derived"]);
    let (state, events) = (&tables[0], &tables[1]);
    assert_eq!(state.ttl_attribute.as_deref(), Some("expires_at"));
    assert_eq!(state.stream_view, None);
    assert_eq!(events.ttl_attribute, None);
    assert_eq!(events.stream_view.as_deref(), Some("NEW_IMAGE"));
    assert_eq!(events.attributes[3], Attribute { name: "id".into(), kind: "N".into() });
    let keys: Vec<_> = events.keys.iter().map(|key| (&*key.attribute, &*key.kind)).collect();
    assert_eq!(keys, [("PK", "HASH"), ("SK", "RANGE")]);
    assert_eq!(events.indexes[0].name, "ByDay");
    assert_eq!(events.indexes[0].keys[1].attribute, "id");
}

#[test]
fn the_template_gives_the_mapping_of_the_stream() {
    let expected = StreamMapping {
        table: "Events".into(),
        batch_size: 8,
        maximum_retries: Some(3),
        bisect: true,
        reports_failures: true,
    };

    assert_eq!(mapping(), expected);
}

#[test]
fn a_mapping_that_says_nothing_has_lambdas_defaults() {
    let template = "
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                S: { Type: DynamoDB, Properties: { Stream: { Fn::GetAtt: [Log, StreamArn] } } }";
    let expected = StreamMapping {
        table: "Log".into(),
        batch_size: 100,
        maximum_retries: None,
        bisect: false,
        reports_failures: false,
    };

    let mapping = definitions::read_mapping(template, "F").expect("it is a mapping");

    assert_eq!(mapping, expected);
}

#[test]
fn what_is_missing_in_a_template_is_named() {
    let no_function = definitions::read_mapping(TEMPLATE, "Rework").expect_err("no such function");
    let no_keys = "Resources: { T: { Type: 'AWS::DynamoDB::Table', Properties: {} } }";
    let no_keys = definitions::read(no_keys).expect_err("a table needs keys");

    assert_eq!(no_function.to_string(), "template: there is no function Rework");
    assert_eq!(no_keys.to_string(), "template: T: missing field `AttributeDefinitions`");
}

#[tokio::test]
async fn tables_that_are_there_are_kept_with_what_is_in_them() {
    let (_engine, client) = store().await;
    append(&client, 1).await;

    make_tables(&client).await;

    let found = client.scan().table_name("Events").send().await.expect("a table can be read");
    assert_eq!(found.count(), 1);
    let ttl = client.describe_time_to_live().table_name("State").send().await.expect("it is there");
    let ttl = ttl.time_to_live_description().and_then(|ttl| ttl.attribute_name());
    assert_eq!(ttl, Some("expires_at"));
}

#[tokio::test]
async fn a_table_of_another_shape_is_refused() {
    let (_engine, client) = store().await;
    let mut tables = definitions::read(TEMPLATE).expect("the template is well-formed");
    tables[1].indexes.clear();

    let refusal = definitions::create(&client, &tables, str::to_owned).await;

    assert!(matches!(refusal, Err(Error::Changed(table)) if table == "Events"));
}

#[tokio::test]
async fn deleted_tables_take_their_items_and_their_stream_with_them() {
    let (engine, client) = store().await;
    append(&client, 1).await;

    definitions::delete(&client, ["Events", "Missing"]).await.expect("they are gone");

    client.scan().table_name("Events").send().await.expect_err("there is no such table");
    make_tables(&client).await;
    let found = client.scan().table_name("Events").send().await.expect("a table can be read");
    assert_eq!(found.count(), 0);
    assert!(engine.pending("Events", 10).await.expect("a stream can be read").is_empty());
}
