//! The Lambda function `groups`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    kindred::lambda::serve(groups::router()).await
}
