//! The Lambda function `accounts`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    let app = kindred::lambda::start_with_blobs()?;
    accounts::provision::ensure(&app).await;
    kindred::lambda::serve_with(app, accounts::router()).await
}
