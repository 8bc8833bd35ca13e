//! The Lambda function `match`.

use kindred::lambda::{Failure, serve_with, start_with_blobs};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    serve_with(start_with_blobs()?, matches::router()).await
}
