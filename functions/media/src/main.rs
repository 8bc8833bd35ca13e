//! The Lambda function `media`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    kindred::lambda::serve(media::router()).await
}
