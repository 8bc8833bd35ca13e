//! Who may call an operation, as the table in [`access`](crate::auth::access) says.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::SecurityRequirement;

use super::{BEARER, RUNNER, failures};
use crate::auth::access::Access;

/// Say how an operation is signed in, and which permission it wants.
pub(super) fn document(operation: &mut Operation, access: Access) {
    if matches!(access, Access::Anyone | Access::TokenInBody) {
        return;
    }
    let permission = access.permission();
    let names: Vec<_> = permission.iter().map(|permission| permission.name()).collect();
    if let [name] = names.as_slice() {
        let about = format!("Wants a role that permits `{name}`.");
        let before = operation.description.take().unwrap_or_default();
        operation.description = Some(format!("{before}\n\n{about}").trim_start().to_owned());
        failures::add(operation, "403", "Your roles do not permit this");
    }
    let scheme = if access == Access::Runner { RUNNER } else { BEARER };
    operation.security = Some(vec![SecurityRequirement::new(scheme, names)]);
}
