//! The Lambda function `runners`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    let app = kindred::lambda::start_with_blobs()?;
    kindred::lambda::serve_with(app, runners::router()).await
}
