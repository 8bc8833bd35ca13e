//! How long a list is.

use aws_sdk_dynamodb::types::Select;

use super::read::Range;
use super::{Store, failed};
use crate::Result;

impl Store {
    /// How many entries a stretch has. Cost: the size of all of them, as if they were read.
    pub async fn count(&self, range: &Range) -> Result<u64> {
        let mut count = 0;
        let mut start = None;
        loop {
            let query = self.query(range).select(Select::Count).set_exclusive_start_key(start);
            let answer = query.send().await.map_err(failed)?;
            count += u64::try_from(answer.count()).unwrap_or(0);
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(count);
            }
        }
    }
}
