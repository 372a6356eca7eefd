terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}

# Nothing of Squall in this root: the endpoint is in the environment.
provider "aws" { region = "us-east-1" }

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

data "aws_partition" "here" {}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = [for name in ["lambda", "events", "scheduler", "pipes", "states", "firehose"] : "${name}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "any" {
  name_prefix        = "messaging-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_lambda_function" "fn" {
  function_name    = "messaging"
  role             = aws_iam_role.any.arn
  filename         = "${path.module}/fn.zip"
  source_code_hash = filebase64sha256("${path.module}/fn.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
}

resource "aws_cloudwatch_log_group" "log" { name = "/aws/events/messaging" }

# Queues and topics.
resource "aws_sqs_queue" "dead" { name_prefix = "dead-" }

resource "aws_sqs_queue" "orders" {
  name                      = "orders"
  message_retention_seconds = local.changed ? 1209600 : 86400
  receive_wait_time_seconds = 10
  redrive_policy            = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 4 })
  tags                      = { team = local.word }
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url            = aws_sqs_queue.dead.id
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.orders.arn] })
}

resource "aws_sqs_queue" "fifo" {
  name                        = "orders.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"
}

data "aws_iam_policy_document" "orders" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.orders.arn]
    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com", "events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.orders.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy    = data.aws_iam_policy_document.orders.json
}

resource "aws_sns_topic" "orders" {
  name                                = "orders"
  display_name                        = local.word
  lambda_success_feedback_role_arn    = aws_iam_role.any.arn
  lambda_success_feedback_sample_rate = 50
  tracing_config                      = local.changed ? "Active" : "PassThrough"
  tags                                = { team = local.word }
}

resource "aws_sns_topic" "fifo" {
  name                        = "orders.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
}

resource "aws_sns_topic_policy" "orders" {
  arn    = aws_sns_topic.orders.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.orders.arn }] })
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn            = aws_sns_topic.orders.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.orders.arn
  raw_message_delivery = local.changed
  filter_policy        = jsonencode({ kind = [local.word], price = [{ numeric = [">", 3] }] })
  filter_policy_scope  = "MessageBody"
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn })
}

resource "aws_sns_topic_subscription" "rest" {
  for_each = {
    lambda = aws_lambda_function.fn.arn
    email  = "somebody@example.com"
  }
  topic_arn = aws_sns_topic.orders.arn
  protocol  = each.key
  endpoint  = each.value
}

# EventBridge.
resource "aws_cloudwatch_event_bus" "bus" {
  name        = "orders"
  description = local.word
}

resource "aws_cloudwatch_event_permission" "other" {
  principal    = "123456789012"
  statement_id = "other"
}

resource "aws_cloudwatch_event_archive" "archive" {
  name             = "orders"
  event_source_arn = aws_cloudwatch_event_bus.bus.arn
  retention_days   = local.changed ? 14 : 7
  event_pattern    = jsonencode({ source = ["orders"] })
}

resource "aws_cloudwatch_event_connection" "key" {
  name               = "partner"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "x-api-key"
      value = "secret-${local.word}"
    }
    invocation_http_parameters {
      body {
        key             = "word"
        value           = local.word
        is_value_secret = false
      }
    }
  }
}

resource "aws_cloudwatch_event_connection" "oauth" {
  name               = "partner-oauth"
  authorization_type = "OAUTH_CLIENT_CREDENTIALS"
  auth_parameters {
    oauth {
      authorization_endpoint = "https://auth.example.com/token"
      http_method            = "POST"
      client_parameters {
        client_id     = "id"
        client_secret = "secret"
      }
      oauth_http_parameters {
        body {
          key   = "grant_type"
          value = "client_credentials"
        }
      }
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "partner" {
  name                             = "partner"
  invocation_endpoint              = "https://api.example.com/*"
  http_method                      = local.changed ? "PUT" : "POST"
  invocation_rate_limit_per_second = 20
  connection_arn                   = aws_cloudwatch_event_connection.key.arn
}

resource "aws_cloudwatch_event_rule" "orders" {
  name           = "orders"
  description    = local.word
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  event_pattern  = jsonencode({ source = ["orders"], detail-type = [{ prefix = local.word }], detail = { price = [{ numeric = [">", 0, "<=", 5] }] } })
}

resource "aws_cloudwatch_event_rule" "often" {
  name_prefix         = "often-"
  schedule_expression = local.changed ? "rate(10 minutes)" : "cron(0 20 * * ? *)"
  state               = local.changed ? "DISABLED" : "ENABLED"
}

resource "aws_cloudwatch_event_target" "queue" {
  rule           = aws_cloudwatch_event_rule.orders.name
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  target_id      = "queue"
  arn            = aws_sqs_queue.orders.arn
  input_transformer {
    input_paths    = { id = "$.detail.id" }
    input_template = "{\"id\": <id>, \"word\": \"${local.word}\"}"
  }
  dead_letter_config { arn = aws_sqs_queue.dead.arn }
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 3
  }
}

resource "aws_cloudwatch_event_target" "fifo" {
  rule           = aws_cloudwatch_event_rule.orders.name
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  arn            = aws_sqs_queue.fifo.arn
  sqs_target { message_group_id = "group" }
}

resource "aws_cloudwatch_event_target" "partner" {
  rule           = aws_cloudwatch_event_rule.orders.name
  event_bus_name = aws_cloudwatch_event_bus.bus.name
  arn            = aws_cloudwatch_event_api_destination.partner.arn
  role_arn       = aws_iam_role.any.arn
  http_target {
    path_parameter_values = ["orders"]
    header_parameters     = { word = local.word }
  }
}

resource "aws_cloudwatch_event_target" "often" {
  for_each = {
    fn     = aws_lambda_function.fn.arn
    log    = aws_cloudwatch_log_group.log.arn
    states = aws_sfn_state_machine.orders.arn
  }
  rule     = aws_cloudwatch_event_rule.often.name
  arn      = each.value
  role_arn = each.key == "states" ? aws_iam_role.any.arn : null
  input    = jsonencode({ word = local.word })
}

resource "aws_lambda_permission" "events" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.often.arn
}

# Scheduler.
resource "aws_scheduler_schedule_group" "group" { name = "orders" }

resource "aws_scheduler_schedule" "queue" {
  name                         = "orders"
  group_name                   = aws_scheduler_schedule_group.group.name
  schedule_expression          = local.changed ? "rate(2 hours)" : "rate(1 hours)"
  schedule_expression_timezone = "Europe/Berlin"
  start_date                   = "2090-01-01T01:00:00Z"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }
  target {
    arn      = "arn:${data.aws_partition.here.partition}:scheduler:::aws-sdk:sqs:sendMessage"
    role_arn = aws_iam_role.any.arn
    input    = jsonencode({ MessageBody = local.word, QueueUrl = aws_sqs_queue.orders.url })
    dead_letter_config { arn = aws_sqs_queue.dead.arn }
    retry_policy { maximum_retry_attempts = 2 }
  }
}

# Streams.
resource "aws_kinesis_stream" "stream" {
  name = "orders"
  stream_mode_details { stream_mode = "ON_DEMAND" }
  tags = { team = local.word }
}

resource "aws_kinesis_stream_consumer" "consumer" {
  name       = "orders"
  stream_arn = aws_kinesis_stream.stream.arn
}

resource "aws_s3_bucket" "files" {
  bucket_prefix = "messaging-"
  force_destroy = true
}

resource "aws_kinesis_firehose_delivery_stream" "files" {
  name        = "orders"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn            = aws_iam_role.any.arn
    bucket_arn          = aws_s3_bucket.files.arn
    buffering_size      = local.changed ? 64 : 5
    buffering_interval  = 60
    compression_format  = "GZIP"
    prefix              = "data/!{timestamp:yyyy}/"
    error_output_prefix = "errors/!{firehose:error-output-type}/"
  }
}

resource "aws_pipes_pipe" "pipe" {
  name       = "orders"
  role_arn   = aws_iam_role.any.arn
  source     = aws_sqs_queue.fifo.arn
  target     = aws_sfn_state_machine.orders.arn
  enrichment = aws_lambda_function.fn.arn
  source_parameters {
    sqs_queue_parameters { batch_size = local.changed ? 2 : 1 }
    filter_criteria {
      filter { pattern = jsonencode({ body = { kind = [local.word] } }) }
    }
  }
  target_parameters {
    step_function_state_machine_parameters { invocation_type = "FIRE_AND_FORGET" }
  }
}

# Step Functions.
resource "aws_sfn_state_machine" "orders" {
  name       = "orders"
  role_arn   = aws_iam_role.any.arn
  definition = jsonencode({ Comment = local.word, StartAt = "A", States = { A = { Type = "Pass", End = true } } })
  publish    = true
  logging_configuration {
    log_destination        = "${aws_cloudwatch_log_group.log.arn}:*"
    include_execution_data = true
    level                  = "ERROR"
  }
  tracing_configuration { enabled = local.changed }
}

resource "aws_sfn_alias" "live" {
  name = "live"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.orders.state_machine_version_arn
    weight                    = 100
  }
}

resource "aws_sfn_activity" "activity" { name = "orders" }

# S3 tells of its objects.
resource "aws_s3_bucket_notification" "files" {
  bucket      = aws_s3_bucket.files.id
  eventbridge = true
  lambda_function {
    lambda_function_arn = aws_lambda_function.fn.arn
    events              = ["s3:ObjectCreated:*"]
    filter_prefix       = "${local.word}/"
  }
  depends_on = [aws_lambda_permission.s3]
}

resource "aws_lambda_permission" "s3" {
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.fn.function_name
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.files.arn
  source_account = data.aws_caller_identity.me.account_id
}

data "aws_sqs_queue" "orders" { name = aws_sqs_queue.orders.name }

data "aws_sns_topic" "orders" { name = aws_sns_topic.orders.name }

data "aws_sfn_state_machine" "orders" { name = aws_sfn_state_machine.orders.name }

data "aws_cloudwatch_event_connection" "key" { name = aws_cloudwatch_event_connection.key.name }

# What the suite forgets and imports again.
output "imports" {
  value = {
    "aws_sqs_queue.orders"                 = aws_sqs_queue.orders.id
    "aws_sqs_queue_policy.orders"          = aws_sqs_queue.orders.id
    "aws_sns_topic.fifo"                   = aws_sns_topic.fifo.arn
    "aws_cloudwatch_event_rule.orders"     = "${aws_cloudwatch_event_bus.bus.name}/${aws_cloudwatch_event_rule.orders.name}"
    "aws_cloudwatch_event_target.queue"    = "${aws_cloudwatch_event_bus.bus.name}/${aws_cloudwatch_event_rule.orders.name}/queue"
    "aws_cloudwatch_event_archive.archive" = aws_cloudwatch_event_archive.archive.name
    "aws_scheduler_schedule.queue"         = aws_scheduler_schedule.queue.id
    "aws_pipes_pipe.pipe"                  = aws_pipes_pipe.pipe.name
    "aws_sfn_activity.activity"            = aws_sfn_activity.activity.id
    "aws_s3_bucket_notification.files"     = aws_s3_bucket.files.id
    "aws_kinesis_stream_consumer.consumer" = aws_kinesis_stream_consumer.consumer.arn
  }
}
