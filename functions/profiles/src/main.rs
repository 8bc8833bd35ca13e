//! The Lambda function `profiles`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    kindred::lambda::serve(profiles::router()).await
}
