terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}

variable "endpoint" { type = string }

provider "aws" {
  region                  = "us-east-1"
  access_key              = "test"
  secret_key              = "test"
  s3_use_path_style       = true
  skip_metadata_api_check = true
  endpoints {
    apigatewayv2   = var.endpoint
    cloudformation = var.endpoint
    cloudwatch     = var.endpoint
    logs           = var.endpoint
    dynamodb       = var.endpoint
    iam            = var.endpoint
    kms            = var.endpoint
    lambda         = var.endpoint
    s3             = var.endpoint
    secretsmanager = var.endpoint
    sqs            = var.endpoint
    ssm            = var.endpoint
    sts            = var.endpoint
    ec2            = var.endpoint
  }
}

resource "aws_s3_bucket" "files" { bucket = "squall-files" }

resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_public_access_block" "files" {
  bucket              = aws_s3_bucket.files.id
  block_public_acls   = true
  block_public_policy = true
}

resource "aws_s3_bucket_lifecycle_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    id     = "old"
    status = "Enabled"
    filter { prefix = "logs/" }
    expiration { days = 30 }
  }
}

resource "aws_s3_bucket_cors_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["*"]
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_object" "hello" {
  bucket  = aws_s3_bucket.files.id
  key     = "hello.txt"
  content = "hello"
  tags    = { a = "b" }
}

resource "aws_s3_bucket_policy" "files" {
  bucket = aws_s3_bucket.files.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.files.arn], Condition = { Bool = { "aws:SecureTransport" = "false" } } }] })
}

resource "aws_dynamodb_table" "orders" {
  name         = "squall-orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  range_key    = "sk"
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  attribute {
    name = "status"
    type = "S"
  }
  global_secondary_index {
    name            = "byStatus"
    hash_key        = "status"
    projection_type = "ALL"
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  point_in_time_recovery { enabled = true }
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  server_side_encryption { enabled = true }
  tags = { team = "a" }
}

resource "aws_sqs_queue" "dead" { name = "squall-dead" }

resource "aws_sqs_queue" "events" {
  name                       = "squall-events"
  visibility_timeout_seconds = 60
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
  tags                       = { team = "a" }
}

resource "aws_sqs_queue" "fifo" {
  name                        = "squall-events.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
}

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.id
  policy    = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.events.arn }] })
}

resource "aws_kms_key" "key" {
  description         = "tf"
  enable_key_rotation = true
}

resource "aws_kms_alias" "key" {
  name          = "alias/tf"
  target_key_id = aws_kms_key.key.id
}

resource "aws_ssm_parameter" "p" {
  name  = "/tf/p"
  type  = "SecureString"
  value = "secret"
}

resource "aws_secretsmanager_secret" "s" {
  name                    = "squall-secret"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = jsonencode({ key = "v" })
}

resource "aws_iam_role" "fn" {
  name               = "squall-fn"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
  tags               = { team = "a" }
}

resource "aws_iam_role_policy" "fn" {
  role   = aws_iam_role.fn.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = aws_sqs_queue.events.arn }] })
}

resource "aws_iam_role_policy_attachment" "fn" {
  role       = aws_iam_role.fn.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_policy" "p" {
  name   = "squall-policy"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_user" "u" { name = "squall-user" }

resource "aws_iam_group" "g" { name = "squall-group" }

resource "aws_iam_user_group_membership" "m" {
  user   = aws_iam_user.u.name
  groups = [aws_iam_group.g.name]
}

resource "aws_cloudwatch_log_group" "fn" {
  name              = "/aws/lambda/squall-fn"
  retention_in_days = 14
}

resource "aws_cloudwatch_log_metric_filter" "f" {
  name           = "errors"
  pattern        = "ERROR"
  log_group_name = aws_cloudwatch_log_group.fn.name
  metric_transformation {
    name      = "Errors"
    namespace = "tf"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name          = "squall-alarm"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "tf"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}

resource "aws_cloudwatch_dashboard" "d" {
  dashboard_name = "tf"
  dashboard_body = jsonencode({ widgets = [{ type = "text", x = 0, y = 0, width = 3, height = 3, properties = { markdown = "hi" } }] })
}

resource "aws_lambda_layer_version" "l" {
  layer_name          = "squall-layer"
  filename            = "${path.module}/fn.zip"
  compatible_runtimes = ["nodejs22.x"]
}

resource "aws_lambda_function" "fn" {
  function_name    = "squall-fn"
  role             = aws_iam_role.fn.arn
  filename         = "${path.module}/fn.zip"
  source_code_hash = filebase64sha256("${path.module}/fn.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  publish          = true
  layers           = [aws_lambda_layer_version.l.arn]
  environment { variables = { STAGE = "b" } }
  tags = { team = "a" }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.fn.function_name
  function_version = aws_lambda_function.fn.version
}

resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.fn.arn
  batch_size       = 5
}

resource "aws_lambda_function_event_invoke_config" "c" {
  function_name          = aws_lambda_function.fn.function_name
  maximum_retry_attempts = 1
}

resource "aws_apigatewayv2_api" "api" {
  name          = "squall-api"
  protocol_type = "HTTP"
  cors_configuration { allow_origins = ["*"] }
}

resource "aws_apigatewayv2_integration" "fn" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.fn.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "r" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "GET /hello"
  target    = "integrations/${aws_apigatewayv2_integration.fn.id}"
}

resource "aws_apigatewayv2_stage" "s" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.api.execution_arn}/*/*"
}

resource "aws_cloudformation_stack" "c" {
  name          = "squall-stack"
  template_body = jsonencode({ Resources = { Q = { Type = "AWS::SQS::Queue" } } })
}

output "url" { value = aws_apigatewayv2_api.api.api_endpoint }
