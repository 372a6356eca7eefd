use crate::{equal, Checked, SdkConfig};
use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{MetricDatum, Statistic};
use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub async fn secrets_manager(config: &SdkConfig) -> Checked {
    let client = aws_sdk_secretsmanager::Client::new(config);
    let secret = aws_sdk_secretsmanager::primitives::Blob::new([0, 255]);
    client.create_secret().name("smoke").secret_binary(secret.clone()).send().await?;
    let got = client.get_secret_value().secret_id("smoke").send().await?;
    equal("the secret", got.secret_binary, Some(secret))?;
    let missing = client.get_secret_value().secret_id("none").send().await.unwrap_err();
    equal("the error of GetSecretValue", missing.into_service_error().is_resource_not_found_exception(), true)
}

pub async fn ssm(config: &SdkConfig) -> Checked {
    let client = aws_sdk_ssm::Client::new(config);
    let kind = aws_sdk_ssm::types::ParameterType::SecureString;
    client.put_parameter().name("/smoke/put").value("v").r#type(kind).send().await?;
    let got = client.get_parameter().name("/smoke/put").with_decryption(true).send().await?;
    equal("the value", got.parameter.and_then(|parameter| parameter.value), Some("v".to_string()))?;
    let missing = client.get_parameter().name("/none").send().await.unwrap_err();
    equal("the error of GetParameter", missing.into_service_error().is_parameter_not_found(), true)
}

pub async fn kms(config: &SdkConfig) -> Checked {
    let client = aws_sdk_kms::Client::new(config);
    let id = client.create_key().send().await?.key_metadata.map(|key| key.key_id).unwrap_or_default();
    let plain = aws_sdk_kms::primitives::Blob::new("plain");
    let sealed = client.encrypt().key_id(id).plaintext(plain.clone()).encryption_context("of", "rust").send().await?;
    let opened = client
        .decrypt()
        .set_ciphertext_blob(sealed.ciphertext_blob)
        .encryption_context("of", "rust")
        .send()
        .await?;
    equal("the plaintext", opened.plaintext, Some(plain))
}

pub async fn logs(config: &SdkConfig) -> Checked {
    let client = aws_sdk_cloudwatchlogs::Client::new(config);
    client.create_log_group().log_group_name("/smoke").send().await?;
    client.create_log_stream().log_group_name("/smoke").log_stream_name("s").send().await?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64;
    let event = InputLogEvent::builder().timestamp(now).message("seen").build()?;
    client.put_log_events().log_group_name("/smoke").log_stream_name("s").log_events(event).send().await?;
    let found = client.filter_log_events().log_group_name("/smoke").filter_pattern("seen").send().await?;
    equal("the number of events", found.events().len(), 1)?;
    let again = client.create_log_group().log_group_name("/smoke").send().await.unwrap_err();
    equal("the error of CreateLogGroup", again.into_service_error().is_resource_already_exists_exception(), true)
}

pub async fn cloudwatch(config: &SdkConfig) -> Checked {
    let client = aws_sdk_cloudwatch::Client::new(config);
    let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
    let datum = MetricDatum::builder().metric_name("Calls").value(2.5).timestamp(DateTime::from(now)).build();
    client.put_metric_data().namespace("Smoke").metric_data(datum.clone()).metric_data(datum).send().await?;
    let got = client
        .get_metric_statistics()
        .namespace("Smoke")
        .metric_name("Calls")
        .start_time(DateTime::from(now - hour))
        .end_time(DateTime::from(now + hour))
        .period(3600)
        .statistics(Statistic::Sum)
        .send()
        .await?;
    equal("the number of points", got.datapoints().len(), 1)?;
    equal("the sum", got.datapoints()[0].sum(), Some(5.0))?;
    let missing = client.get_dashboard().dashboard_name("none").send().await.unwrap_err();
    equal("the error of GetDashboard", missing.into_service_error().is_dashboard_not_found_error(), true)
}
