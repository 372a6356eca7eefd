terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}

# What `squall env --terraform` prints is laid beside this file, and merged into this block.
provider "aws" {
  region  = "us-east-1"
  profile = "deploy"
  assume_role { role_arn = "arn:aws:iam::123456789012:role/deploy" }
}

# What a second apply changes in place.
variable "revision" {
  type    = number
  default = 1
}

locals {
  changed = var.revision > 1
  word    = local.changed ? "second" : "first"
}

data "aws_caller_identity" "me" {}

data "aws_availability_zones" "here" { state = "available" }

data "aws_vpc" "default" { default = true }

data "aws_kms_alias" "lambda" { name = "alias/aws/lambda" }

data "aws_iam_policy" "basic" { name = "AWSLambdaBasicExecutionRole" }

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "apigateway.amazonaws.com", "appconfig.amazonaws.com"]
    }
  }
}

# Identities.
resource "aws_iam_role" "any" {
  name_prefix          = "platform-"
  description          = local.word
  max_session_duration = local.changed ? 7200 : 3600
  assume_role_policy   = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "basic" {
  role       = aws_iam_role.any.name
  policy_arn = data.aws_iam_policy.basic.arn
}

resource "aws_iam_instance_profile" "profile" { role = aws_iam_role.any.name }

resource "aws_iam_user" "ada" {
  name          = "ada"
  force_destroy = true
  tags          = { team = local.word }
}

resource "aws_iam_access_key" "ada" { user = aws_iam_user.ada.name }

resource "aws_iam_openid_connect_provider" "ci" {
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
}

# A network.
resource "aws_vpc" "vpc" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = local.word }
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.vpc.id
  cidr_block        = cidrsubnet(aws_vpc.vpc.cidr_block, 8, 1)
  availability_zone = data.aws_availability_zones.here.names[0]
}

resource "aws_internet_gateway" "gateway" { vpc_id = aws_vpc.vpc.id }

resource "aws_eip" "nat" { domain = "vpc" }

resource "aws_nat_gateway" "nat" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.a.id
  depends_on    = [aws_internet_gateway.gateway]
}

resource "aws_security_group" "fn" {
  name_prefix = "platform-"
  vpc_id      = aws_vpc.vpc.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_security_group_ingress_rule" "fn" {
  security_group_id            = aws_security_group.fn.id
  referenced_security_group_id = aws_security_group.fn.id
  from_port                    = local.changed ? 443 : 80
  to_port                      = local.changed ? 443 : 80
  ip_protocol                  = "tcp"
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.vpc.id
  service_name = "com.amazonaws.us-east-1.s3"
}

# A function with all that is around it.
resource "aws_lambda_function" "fn" {
  function_name                  = "platform"
  description                    = local.word
  role                           = aws_iam_role.any.arn
  filename                       = "${path.module}/fn.zip"
  handler                        = "index.handler"
  runtime                        = "nodejs22.x"
  publish                        = true
  reserved_concurrent_executions = 10
  environment { variables = { WORD = local.word } }
  tracing_config { mode = "Active" }
  logging_config {
    log_format            = "JSON"
    application_log_level = local.changed ? "DEBUG" : "INFO"
    # Without it, version 5 of the provider publishes anew at every apply.
    system_log_level = "INFO"
    log_group             = aws_cloudwatch_log_group.app.name
  }
  vpc_config {
    subnet_ids         = [aws_subnet.a.id]
    security_group_ids = [aws_security_group.fn.id]
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.fn.arn
  function_version = "1"
  dynamic "routing_config" {
    for_each = local.changed ? [1] : []
    content { additional_version_weights = { "2" = 0.5 } }
  }
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  function_name                     = aws_lambda_function.fn.function_name
  qualifier                         = aws_lambda_function.fn.version
  provisioned_concurrent_executions = 1
}

resource "aws_lambda_function_url" "live" {
  function_name      = aws_lambda_function.fn.function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = local.changed ? "AWS_IAM" : "NONE"
  cors {
    allow_origins = ["https://${local.word}.example.com"]
    allow_methods = ["*"]
  }
}

resource "aws_lambda_layer_version" "layer" {
  layer_name = "platform"
  filename   = "${path.module}/fn.zip"
}

resource "aws_lambda_layer_version_permission" "layer" {
  layer_name     = aws_lambda_layer_version.layer.layer_name
  version_number = aws_lambda_layer_version.layer.version
  principal      = "111111111111"
  action         = "lambda:GetLayerVersion"
  statement_id   = "other"
}

resource "aws_lambda_event_source_mapping" "table" {
  event_source_arn               = aws_dynamodb_table.orders.stream_arn
  function_name                  = aws_lambda_alias.live.arn
  starting_position              = "LATEST"
  bisect_batch_on_function_error = true
  maximum_retry_attempts         = local.changed ? 3 : 2
  filter_criteria {
    filter { pattern = jsonencode({ eventName = ["INSERT"] }) }
  }
}

# A table that scales.
resource "aws_dynamodb_table" "orders" {
  name             = "platform"
  billing_mode     = "PROVISIONED"
  read_capacity    = 5
  write_capacity   = local.changed ? 7 : 5
  hash_key         = "pk"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "kind"
    type = "S"
  }
  global_secondary_index {
    name            = "kinds"
    hash_key        = "kind"
    write_capacity  = 5
    read_capacity   = local.changed ? 6 : 5
    projection_type = "KEYS_ONLY"
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
}

resource "aws_dynamodb_table_item" "item" {
  table_name = aws_dynamodb_table.orders.name
  hash_key   = aws_dynamodb_table.orders.hash_key
  item       = jsonencode({ pk = { S = "a" }, kind = { S = local.word } })
}

resource "aws_appautoscaling_target" "reads" {
  max_capacity       = local.changed ? 50 : 100
  min_capacity       = 5
  resource_id        = "table/${aws_dynamodb_table.orders.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  service_namespace  = "dynamodb"
}

resource "aws_appautoscaling_policy" "reads" {
  name               = "reads"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.reads.resource_id
  scalable_dimension = aws_appautoscaling_target.reads.scalable_dimension
  service_namespace  = aws_appautoscaling_target.reads.service_namespace
  target_tracking_scaling_policy_configuration {
    predefined_metric_specification { predefined_metric_type = "DynamoDBReadCapacityUtilization" }
    target_value = local.changed ? 60 : 70
  }
}

# An HTTP API in full.
resource "aws_apigatewayv2_api" "api" {
  name          = "platform"
  protocol_type = "HTTP"
  description   = local.word
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.api.id
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  name             = "jwt"
  jwt_configuration {
    audience = [local.word]
    issuer   = "https://example.com"
  }
}

resource "aws_apigatewayv2_integration" "fn" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = aws_lambda_alias.live.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = local.changed ? 10000 : 30000
}

resource "aws_apigatewayv2_integration" "link" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.link.id
  integration_uri    = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/x/50dc6c495c0c9188/f2f7dc8efc522ab2"
  response_parameters {
    status_code = 200
    mappings    = { "overwrite:statuscode" = "204" }
  }
}

resource "aws_apigatewayv2_vpc_link" "link" {
  name               = "platform"
  security_group_ids = [aws_security_group.fn.id]
  subnet_ids         = [aws_subnet.a.id]
}

resource "aws_apigatewayv2_route" "orders" {
  api_id               = aws_apigatewayv2_api.api.id
  route_key            = "GET /orders/{id}"
  target               = "integrations/${aws_apigatewayv2_integration.fn.id}"
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = ["orders/${local.word}"]
}

resource "aws_apigatewayv2_route" "open" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.fn.id}"
}

resource "aws_apigatewayv2_deployment" "deployment" {
  api_id     = aws_apigatewayv2_api.api.id
  triggers   = { word = local.word }
  depends_on = [aws_apigatewayv2_route.open]
  lifecycle { create_before_destroy = true }
}

resource "aws_apigatewayv2_stage" "v1" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "v1"
  deployment_id = aws_apigatewayv2_deployment.deployment.id
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.app.arn
    format          = jsonencode({ id = "$context.requestId", word = local.word })
  }
  default_route_settings {
    throttling_burst_limit = 100
    throttling_rate_limit  = local.changed ? 60 : 50
  }
}

resource "aws_apigatewayv2_domain_name" "domain" {
  domain_name = "platform.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/a2345678-1234-1234-1234-123456789012"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "v1" {
  api_id          = aws_apigatewayv2_api.api.id
  domain_name     = aws_apigatewayv2_domain_name.domain.id
  stage           = aws_apigatewayv2_stage.v1.id
  api_mapping_key = local.word
}

# A bucket in detail; its lifecycle is with the other services.
resource "aws_s3_bucket" "files" {
  bucket        = "platform-files"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "files" {
  bucket                = aws_s3_bucket.files.id
  expected_bucket_owner = data.aws_caller_identity.me.account_id
  versioning_configuration {
    status     = "Enabled"
    mfa_delete = "Disabled"
  }
}

resource "aws_s3_bucket_ownership_controls" "files" {
  bucket = aws_s3_bucket.files.id
  rule { object_ownership = "BucketOwnerPreferred" }
}

resource "aws_s3_bucket_acl" "files" {
  depends_on = [aws_s3_bucket_ownership_controls.files]
  bucket     = aws_s3_bucket.files.id
  acl        = "private"
}

resource "aws_s3_bucket_website_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  index_document { suffix = "index.html" }
  error_document { key = "${local.word}.html" }
}

resource "aws_s3_object" "file" {
  bucket       = aws_s3_bucket.files.id
  key          = "a/hello world.json"
  content      = jsonencode({ word = local.word })
  content_type = "application/json"
  tags         = { team = "a" }
  depends_on   = [aws_s3_bucket_versioning.files]
}

resource "aws_s3_object_copy" "copy" {
  bucket = aws_s3_bucket.files.id
  key    = "copy"
  source = "${aws_s3_bucket.files.id}/${aws_s3_object.file.key}"
  tags   = { team = "a" }
}

# Logs, alarms and configuration.
resource "aws_cloudwatch_log_group" "app" {
  name              = "/platform/app"
  retention_in_days = local.changed ? 30 : 7
}

resource "aws_cloudwatch_log_stream" "app" {
  name           = "app"
  log_group_name = aws_cloudwatch_log_group.app.name
}

resource "aws_cloudwatch_log_subscription_filter" "fn" {
  name            = "fn"
  log_group_name  = aws_cloudwatch_log_group.app.name
  filter_pattern  = local.word
  destination_arn = aws_lambda_function.fn.arn
  depends_on      = [aws_lambda_permission.logs]
}

resource "aws_lambda_permission" "logs" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "logs.amazonaws.com"
  source_arn    = "${aws_cloudwatch_log_group.app.arn}:*"
}

resource "aws_cloudwatch_query_definition" "query" {
  name            = "platform/query"
  log_group_names = [aws_cloudwatch_log_group.app.name]
  query_string    = "fields @timestamp, @message | limit ${local.changed ? 25 : 20}"
}

resource "aws_cloudwatch_metric_alarm" "rate" {
  alarm_name          = "platform-rate"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 2
  threshold           = local.changed ? 5.5 : 1
  metric_query {
    id          = "rate"
    expression  = "errors/calls*100"
    label       = local.word
    return_data = true
  }
  dynamic "metric_query" {
    for_each = { calls = "Invocations", errors = "Errors" }
    content {
      id = metric_query.key
      metric {
        metric_name = metric_query.value
        namespace   = "AWS/Lambda"
        period      = 60
        stat        = "Sum"
        dimensions  = { FunctionName = aws_lambda_function.fn.function_name }
      }
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name        = "platform-any"
  alarm_description = local.word
  alarm_rule        = "ALARM(${aws_cloudwatch_metric_alarm.rate.alarm_name})"
}

resource "aws_appconfig_application" "app" { name = "platform" }

resource "aws_appconfig_environment" "prod" {
  name           = "prod"
  description    = local.word
  application_id = aws_appconfig_application.app.id
  monitor {
    alarm_arn      = aws_cloudwatch_metric_alarm.rate.arn
    alarm_role_arn = aws_iam_role.any.arn
  }
}

resource "aws_appconfig_configuration_profile" "settings" {
  application_id = aws_appconfig_application.app.id
  name           = "settings"
  location_uri   = "hosted"
  validator {
    content = jsonencode({ "$schema" = "http://json-schema.org/draft-04/schema#", type = "object" })
    type    = "JSON_SCHEMA"
  }
}

resource "aws_appconfig_hosted_configuration_version" "settings" {
  application_id           = aws_appconfig_application.app.id
  configuration_profile_id = aws_appconfig_configuration_profile.settings.configuration_profile_id
  content_type             = "application/json"
  content                  = jsonencode({ word = local.word })
}

resource "aws_appconfig_deployment_strategy" "at_once" {
  name                           = "platform"
  deployment_duration_in_minutes = 0
  growth_factor                  = 100
  replicate_to                   = "NONE"
}

resource "aws_appconfig_deployment" "settings" {
  application_id           = aws_appconfig_application.app.id
  configuration_profile_id = aws_appconfig_configuration_profile.settings.configuration_profile_id
  configuration_version    = aws_appconfig_hosted_configuration_version.settings.version_number
  deployment_strategy_id   = aws_appconfig_deployment_strategy.at_once.id
  environment_id           = aws_appconfig_environment.prod.environment_id
}

# Keys and secrets.
resource "aws_kms_key" "key" {
  description             = local.word
  deletion_window_in_days = 10
}

resource "aws_kms_grant" "fn" {
  key_id            = aws_kms_key.key.key_id
  grantee_principal = aws_iam_role.any.arn
  operations        = ["Encrypt", "Decrypt"]
}

resource "aws_secretsmanager_secret" "secret" {
  name_prefix             = "platform-"
  kms_key_id              = aws_kms_key.key.arn
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "secret" {
  secret_id     = aws_secretsmanager_secret.secret.id
  secret_string = jsonencode({ word = local.word })
}

resource "aws_secretsmanager_secret_rotation" "secret" {
  secret_id           = aws_secretsmanager_secret_version.secret.secret_id
  rotation_lambda_arn = aws_lambda_function.fn.arn
  rotate_immediately  = false
  rotation_rules { automatically_after_days = local.changed ? 60 : 30 }
}

resource "aws_ssm_parameter" "parameter" {
  name  = "/platform/word"
  type  = "SecureString"
  value = local.word
}

resource "aws_ecr_repository" "images" {
  name                 = "platform"
  image_tag_mutability = local.changed ? "IMMUTABLE" : "MUTABLE"
}

# What the suite forgets and imports again.
output "imports" {
  value = {
    "aws_iam_openid_connect_provider.ci"        = aws_iam_openid_connect_provider.ci.arn
    "aws_vpc.vpc"                               = aws_vpc.vpc.id
    "aws_vpc_security_group_ingress_rule.fn"    = aws_vpc_security_group_ingress_rule.fn.id
    "aws_lambda_function_url.live"              = "${aws_lambda_function.fn.function_name}/live"
    "aws_dynamodb_table.orders"                 = aws_dynamodb_table.orders.name
    "aws_appautoscaling_policy.reads"           = "dynamodb/${aws_appautoscaling_target.reads.resource_id}/dynamodb:table:ReadCapacityUnits/reads"
    "aws_apigatewayv2_route.orders"             = "${aws_apigatewayv2_api.api.id}/${aws_apigatewayv2_route.orders.id}"
    "aws_apigatewayv2_stage.v1"                 = "${aws_apigatewayv2_api.api.id}/v1"
    "aws_s3_bucket_website_configuration.files" = aws_s3_bucket.files.id
    "aws_cloudwatch_metric_alarm.rate"          = aws_cloudwatch_metric_alarm.rate.alarm_name
    "aws_cloudwatch_log_subscription_filter.fn" = "${aws_cloudwatch_log_group.app.name}|fn"
    "aws_appconfig_environment.prod"            = "${aws_appconfig_environment.prod.environment_id}:${aws_appconfig_application.app.id}"
    "aws_ssm_parameter.parameter"               = aws_ssm_parameter.parameter.name
    "aws_ecr_repository.images"                 = aws_ecr_repository.images.name
  }
}
