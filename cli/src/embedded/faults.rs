//! Requests that fail when a test wants them to.
//!
//! What a process must survive is to end anywhere. For the store that is the same as a request whose outcome nobody
//! learns: it never got there, or it was executed and its answer was lost. A test arranges that for the first request,
//! then the second, and so on, until there are no more.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::ConnectorError};

use super::Error;

/// Decides which requests of one client fail. Clones share what is arranged.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    arranged: Arc<Mutex<Option<(usize, Fault)>>>,
}

/// How a request fails; its caller cannot tell one from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not executed.
    Unsent,
    /// It is executed, but its answer is lost.
    Unanswered,
}

impl Fault {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Unsent, Self::Unanswered];
}

impl Faults {
    /// Let one request fail: the one after the next `n`, so 0 is the next. Replaces what was arranged before.
    pub fn arrange(&self, n: usize, fault: Fault) {
        *self.arranged() = Some((n, fault));
    }

    /// Let no request fail any more, and tell whether one was still to.
    pub fn cancel(&self) -> bool {
        self.arranged().take().is_some()
    }

    /// What comes of a request that is answered so, if there is no fault, or none any more.
    pub(super) async fn meet(
        faults: Option<&Self>,
        answer: impl Future<Output = Result<HttpResponse, Error>>,
    ) -> Result<HttpResponse, ConnectorError> {
        let fault = faults.and_then(Self::next);
        if fault == Some(Fault::Unsent) {
            return Err(Self::failure());
        }
        let answer = answer.await;
        if fault == Some(Fault::Unanswered) {
            return Err(Self::failure());
        }
        answer.map_err(|failed| ConnectorError::other(failed.into(), None))
    }

    /// What happens to this request.
    fn next(&self) -> Option<Fault> {
        let mut arranged = self.arranged();
        let (n, fault) = (*arranged)?;
        *arranged = n.checked_sub(1).map(|n| (n, fault));
        (n == 0).then_some(fault)
    }

    /// What the caller of a failed request sees.
    fn failure() -> ConnectorError {
        ConnectorError::io(io::Error::from(io::ErrorKind::ConnectionReset).into())
    }

    fn arranged(&self) -> MutexGuard<'_, Option<(usize, Fault)>> {
        self.arranged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
