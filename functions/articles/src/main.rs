//! The Lambda function `articles`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    kindred::lambda::serve(articles::router()).await
}
