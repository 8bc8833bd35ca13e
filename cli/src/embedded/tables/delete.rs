//! Deleting tables.

use aws_sdk_dynamodb::{Client, error::DisplayErrorContext};

use crate::embedded::Error;

/// Delete these tables with all that is in them and in their streams; a missing one is no failure.
///
/// Whoever uses one meanwhile is refused.
pub async fn delete(
    client: &Client,
    names: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<(), Error> {
    for name in names {
        let name = name.as_ref();
        let Err(e) = client.delete_table().table_name(name).send().await else { continue };
        if !e.as_service_error().is_some_and(|e| e.is_resource_not_found_exception()) {
            let action = format!("delete the table {name}");
            return Err(Error::failed(action, &DisplayErrorContext(e)));
        }
    }
    Ok(())
}
