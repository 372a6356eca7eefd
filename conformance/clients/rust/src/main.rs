//! One smoke of AWS's SDK for Rust: every service answers a call or more, by its defaults. It speaks plain HTTP, so it
//! is built without TLS. Prints a JSON line for each check; AWS_ENDPOINT_URL says where the cloud is, SMOKE_ZIP where a
//! function's code is.

mod compute;
mod data;
mod settings;

use aws_config::SdkConfig;
use std::fmt::{Debug, Display};
use std::future::Future;

pub type Checked = Result<(), Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Whoever asks whether this was built wants no cloud.
    if std::env::args().nth(1).as_deref() == Some("--version") {
        return println!("{}", env!("CARGO_PKG_VERSION"));
    }
    let http = aws_smithy_http_client::Builder::new().build_http();
    let config = aws_config::from_env().http_client(http).load().await;
    report("S3", data::s3(&config)).await;
    report("DynamoDB", data::dynamodb(&config)).await;
    report("SQS", data::sqs(&config)).await;
    report("Lambda", compute::lambda(&config)).await;
    report("CloudFormation", compute::cloudformation(&config)).await;
    report("IAM", compute::iam(&config)).await;
    report("STS", compute::sts(&config)).await;
    report("Secrets Manager", settings::secrets_manager(&config)).await;
    report("SSM", settings::ssm(&config)).await;
    report("KMS", settings::kms(&config)).await;
    report("CloudWatch Logs", settings::logs(&config)).await;
    report("CloudWatch", settings::cloudwatch(&config)).await;
}

async fn report(name: &str, check: impl Future<Output = Checked>) {
    match check.await {
        Ok(()) => println!(r#"{{"name":"{name}","ok":true}}"#),
        Err(error) => {
            let text = format!("{error:?}").replace('\\', "\\\\").replace('"', "\\\"");
            println!(r#"{{"name":"{name}","ok":false,"error":"{text}"}}"#);
        }
    }
}

pub fn equal<T: PartialEq<U> + Debug, U: Debug>(what: &str, actual: T, expected: U) -> Checked {
    if actual == expected {
        return Ok(());
    }
    fail(format!("{what} is {actual:?}, not {expected:?}"))
}

pub fn fail(message: impl Display) -> Checked {
    Err(message.to_string().into())
}
