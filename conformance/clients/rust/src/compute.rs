use crate::{equal, fail, Checked, SdkConfig};
use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::types::StackStatus;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{FunctionCode, Runtime, State};

pub async fn lambda(config: &SdkConfig) -> Checked {
    let client = aws_sdk_lambda::Client::new(config);
    let zip = std::fs::read(std::env::var("SMOKE_ZIP")?)?;
    client
        .create_function()
        .function_name("smoke")
        .runtime(Runtime::from("nodejs24.x"))
        .role("arn:aws:iam::000000000000:role/smoke")
        .handler("index.handler")
        .code(FunctionCode::builder().zip_file(Blob::new(zip)).build())
        .send()
        .await?;
    loop {
        let made = client.get_function_configuration().function_name("smoke").send().await?;
        if made.state == Some(State::Active) {
            break;
        }
    }
    let answer = client.invoke().function_name("smoke").payload(Blob::new(r#"{"a":"ü"}"#)).send().await?;
    let payload = answer.payload.unwrap_or_else(|| Blob::new("")).into_inner();
    equal("the payload", String::from_utf8(payload)?, r#"{"echo":{"a":"ü"}}"#)?;
    let missing = client.get_function().function_name("none").send().await.unwrap_err();
    equal("the error of GetFunction", missing.into_service_error().is_resource_not_found_exception(), true)
}

pub async fn cloudformation(config: &SdkConfig) -> Checked {
    let client = aws_sdk_cloudformation::Client::new(config);
    let template = r#"{"Resources":{"Made":{"Type":"AWS::SSM::Parameter","Properties":{"Name":"/smoke/made","Type":"String","Value":"v"}}},"Outputs":{"Name":{"Value":{"Ref":"Made"}}}}"#;
    client.create_stack().stack_name("smoke").template_body(template).send().await?;
    loop {
        let described = client.describe_stacks().stack_name("smoke").send().await?;
        let stack = &described.stacks()[0];
        match stack.stack_status() {
            Some(StackStatus::CreateInProgress) => continue,
            Some(StackStatus::CreateComplete) => {
                equal("the output", stack.outputs()[0].output_value(), Some("/smoke/made"))?;
                break;
            }
            other => return fail(format!("the status is {other:?}")),
        }
    }
    let missing = client.describe_stacks().stack_name("none").send().await.unwrap_err();
    equal("the code", missing.code(), Some("ValidationError"))?;
    equal("the message", missing.message(), Some("Stack with id none does not exist"))
}

pub async fn iam(config: &SdkConfig) -> Checked {
    let client = aws_sdk_iam::Client::new(config);
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    client.create_role().role_name("smoke").assume_role_policy_document(document).send().await?;
    let role = client.get_role().role_name("smoke").send().await?.role;
    equal("the name", role.as_ref().map(|role| role.role_name()), Some("smoke"))?;
    let missing = client.get_role().role_name("none").send().await.unwrap_err();
    equal("the error of GetRole", missing.into_service_error().is_no_such_entity_exception(), true)
}

pub async fn sts(config: &SdkConfig) -> Checked {
    let who = aws_sdk_sts::Client::new(config).get_caller_identity().send().await?;
    equal("the account", who.account(), Some("000000000000"))
}
