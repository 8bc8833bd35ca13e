//! What an answer of S3 means when nothing else is known about the request.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

use crate::Error;

/// `Unavailable` when S3 is busy or cannot be reached, else our own mistake.
pub(super) fn failed<E, R>(error: SdkError<E, R>) -> Error
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let is_passing = match &error {
        SdkError::DispatchFailure(_) | SdkError::TimeoutError(_) | SdkError::ResponseError(_) => {
            true
        }
        _ => matches!(
            error.code(),
            Some("SlowDown" | "ServiceUnavailable" | "RequestTimeout" | "OperationAborted")
        ),
    };
    if is_passing {
        tracing::warn!(%error, "the bucket is busy or cannot be reached");
        return Error::unavailable("The store of files is busy, please try again");
    }
    Error::internal(error)
}
