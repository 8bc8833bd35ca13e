//! The Lambda function `sweep`.

fn main() {}
