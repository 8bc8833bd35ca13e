//! Who may call an operation, as the table in [`access`](crate::auth::access) says.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::SecurityRequirement;

use super::{BEARER, failures};
use crate::auth::access::Access;

/// Say how an operation is signed in, and which permission it wants.
pub(super) fn document(operation: &mut Operation, access: Option<Access>) {
    let bearer = |roles: &[&str]| Some(vec![SecurityRequirement::new(BEARER, roles.to_vec())]);
    match access {
        Some(Access::Session | Access::AdministratorWith(_)) => operation.security = bearer(&[]),
        Some(Access::Permitted(permission)) => {
            operation.security = bearer(&[permission.name()]);
            let about = format!("Wants a role that permits `{}`.", permission.name());
            let before = operation.description.take().unwrap_or_default();
            operation.description = Some(format!("{before}\n\n{about}").trim_start().to_owned());
            failures::add(operation, "403", "Your roles do not permit this");
        }
        Some(Access::Anyone | Access::TokenInBody) | None => {}
    }
}
