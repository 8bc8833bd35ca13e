//! stub
use crate::{Result, Store};
/// stub
pub async fn search(_: &Store, _: &str) -> Result<Vec<u64>> {
    Ok(Vec::new())
}
