//! The Lambda function `admin`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kindred::lambda::Failure> {
    kindred::lambda::serve(admin::router()).await
}
