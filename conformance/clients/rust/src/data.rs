use crate::{equal, Checked, SdkConfig};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use std::collections::HashMap;

pub async fn s3(config: &SdkConfig) -> Checked {
    let client = aws_sdk_s3::Client::new(config);
    let (bucket, key) = ("smoke", "a b/ü+.txt");
    client.create_bucket().bucket(bucket).send().await?;
    let body = aws_sdk_s3::primitives::ByteStream::from_static(b"hello");
    client.put_object().bucket(bucket).key(key).metadata("who", "rust").body(body).send().await?;
    let got = client
        .get_object()
        .bucket(bucket)
        .key(key)
        .checksum_mode(aws_sdk_s3::types::ChecksumMode::Enabled)
        .send()
        .await?;
    equal("the metadata", got.metadata.clone(), Some(HashMap::from([("who".to_string(), "rust".to_string())])))?;
    // Checksums are validated while the body is read.
    equal("the body", got.body.collect().await?.to_vec(), b"hello")?;
    let listed = client.list_objects_v2().bucket(bucket).send().await?;
    equal("the listed key", listed.contents()[0].key(), Some(key))?;
    let missing = client.get_object().bucket(bucket).key("none").send().await.unwrap_err();
    equal("the error of GetObject", missing.into_service_error().is_no_such_key(), true)?;
    let absent = client.head_object().bucket(bucket).key("none").send().await.unwrap_err();
    equal("the error of HeadObject", absent.into_service_error().is_not_found(), true)
}

pub async fn dynamodb(config: &SdkConfig) -> Checked {
    let client = aws_sdk_dynamodb::Client::new(config);
    client
        .create_table()
        .table_name("smoke")
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(KeySchemaElement::builder().attribute_name("pk").key_type(KeyType::Hash).build()?)
        .attribute_definitions(
            AttributeDefinition::builder().attribute_name("pk").attribute_type(ScalarAttributeType::S).build()?,
        )
        .send()
        .await?;
    let item = HashMap::from([
        ("pk".to_string(), AttributeValue::S("a".into())),
        ("n".to_string(), AttributeValue::N("1.5".into())),
        ("bytes".to_string(), AttributeValue::B(aws_sdk_dynamodb::primitives::Blob::new([0, 255]))),
    ]);
    while client.describe_table().table_name("smoke").send().await?.table.and_then(|table| table.table_status)
        != Some(aws_sdk_dynamodb::types::TableStatus::Active)
    {}
    client.put_item().table_name("smoke").set_item(Some(item.clone())).send().await?;
    let got = client.get_item().table_name("smoke").key("pk", item["pk"].clone()).send().await?;
    equal("the item", got.item, Some(item.clone()))?;
    let refused = client
        .put_item()
        .table_name("smoke")
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(pk)")
        .send()
        .await
        .unwrap_err();
    equal("the error of PutItem", refused.into_service_error().is_conditional_check_failed_exception(), true)
}

pub async fn sqs(config: &SdkConfig) -> Checked {
    let client = aws_sdk_sqs::Client::new(config);
    let url = client.create_queue().queue_name("smoke").send().await?.queue_url.unwrap_or_default();
    client.send_message().queue_url(&url).message_body("hello ü").send().await?;
    let received = client.receive_message().queue_url(&url).wait_time_seconds(5).send().await?;
    equal("the number of messages", received.messages().len(), 1)?;
    let message = &received.messages()[0];
    equal("the body", message.body(), Some("hello ü"))?;
    client.delete_message().queue_url(&url).receipt_handle(message.receipt_handle().unwrap_or("")).send().await?;
    let missing = client.get_queue_url().queue_name("none").send().await.unwrap_err();
    equal("the error of GetQueueUrl", missing.into_service_error().is_queue_does_not_exist(), true)
}
