terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}

variable "endpoint" { type = string }

# What a second apply changes in place.
variable "revision" {
  type    = number
  default = 1
}

locals {
  changed = var.revision > 1
  word    = local.changed ? "second" : "first"
  assumed = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com", "apigateway.amazonaws.com"] }, Action = "sts:AssumeRole" }] })
}

provider "aws" {
  region                  = "us-east-1"
  access_key              = "test"
  secret_key              = "test"
  skip_metadata_api_check = true
  endpoints {
    apigateway = var.endpoint
    dynamodb   = var.endpoint
    iam        = var.endpoint
    lambda     = var.endpoint
    logs       = var.endpoint
    sqs        = var.endpoint
    sts        = var.endpoint
  }
}

resource "aws_iam_role" "any" {
  name               = "rest-role"
  assume_role_policy = local.assumed
}

resource "aws_lambda_function" "fn" {
  function_name    = "rest-fn"
  role             = aws_iam_role.any.arn
  filename         = "${path.module}/fn.zip"
  source_code_hash = filebase64sha256("${path.module}/fn.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
}

resource "aws_lambda_permission" "api" {
  statement_id  = "AllowExecutionFromAPIGateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.api.execution_arn}/*"
}

resource "aws_lambda_permission" "put" {
  statement_id  = "put"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.fn.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.put.execution_arn}/*/GET/pets"
}

resource "aws_sqs_queue" "events" { name = "rest-events" }

resource "aws_dynamodb_table" "items" {
  name         = "rest-items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}

resource "aws_cloudwatch_log_group" "access" { name = "rest-access" }

resource "aws_api_gateway_account" "account" { cloudwatch_role_arn = aws_iam_role.any.arn }

resource "aws_api_gateway_rest_api" "api" {
  name                         = "rest-api"
  description                  = "the ${local.word}"
  api_key_source               = local.changed ? "AUTHORIZER" : "HEADER"
  binary_media_types           = local.changed ? ["image/png", "application/zip"] : ["image/png"]
  minimum_compression_size     = local.changed ? "2048" : "1024"
  disable_execute_api_endpoint = false
  endpoint_configuration { types = ["REGIONAL"] }
  tags = { team = local.word }
}

resource "aws_api_gateway_rest_api_policy" "open" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = local.word, Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "${aws_api_gateway_rest_api.api.execution_arn}/*" }] })
}

resource "aws_api_gateway_model" "order" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Order"
  description  = local.word
  content_type = "application/json"
  schema       = jsonencode({ "$schema" = "http://json-schema.org/draft-04/schema#", title = local.word, type = "object", required = ["sku"], properties = { sku = { type = "string" } } })
}

resource "aws_api_gateway_request_validator" "body" {
  rest_api_id                 = aws_api_gateway_rest_api.api.id
  name                        = "body-${local.word}"
  validate_request_body       = true
  validate_request_parameters = local.changed
}

resource "aws_api_gateway_authorizer" "token" {
  rest_api_id                      = aws_api_gateway_rest_api.api.id
  name                             = "token"
  authorizer_uri                   = aws_lambda_function.fn.invoke_arn
  authorizer_credentials           = aws_iam_role.any.arn
  identity_validation_expression   = "^Bearer .*"
  authorizer_result_ttl_in_seconds = local.changed ? 0 : 60
}

resource "aws_api_gateway_authorizer" "request" {
  rest_api_id     = aws_api_gateway_rest_api.api.id
  name            = "request"
  type            = "REQUEST"
  authorizer_uri  = aws_lambda_function.fn.invoke_arn
  identity_source = local.changed ? "method.request.header.X-Key,method.request.querystring.key" : "method.request.header.X-Key"
}

resource "aws_api_gateway_authorizer" "pool" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  name          = "pool-${local.word}"
  type          = "COGNITO_USER_POOLS"
  provider_arns = ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Abcdefghi"]
}

resource "aws_api_gateway_gateway_response" "unauthorized" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  status_code         = local.changed ? "403" : "401"
  response_type       = "UNAUTHORIZED"
  response_templates  = { "application/json" = "{\"message\":$context.error.messageString}" }
  response_parameters = { "gatewayresponse.header.X-Revision" = "'${local.word}'" }
}

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "orders"
}

resource "aws_api_gateway_resource" "order" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_resource.orders.id
  path_part   = "{id}"
}

resource "aws_api_gateway_resource" "proxy" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "{proxy+}"
}

# A function by proxy.
resource "aws_api_gateway_method" "proxy" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.proxy.id
  http_method   = "ANY"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "proxy" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_method.proxy.resource_id
  http_method             = aws_api_gateway_method.proxy.http_method
  integration_http_method = "POST"
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.fn.invoke_arn
  timeout_milliseconds    = local.changed ? 5000 : 29000
}

# CORS by a mock.
resource "aws_api_gateway_method" "cors" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "cors" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_resource.orders.id
  http_method       = aws_api_gateway_method.cors.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_method_response" "cors" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = aws_api_gateway_method.cors.http_method
  status_code = "200"
  response_parameters = merge(
    { "method.response.header.Access-Control-Allow-Origin" = true },
    local.changed ? { "method.response.header.Access-Control-Allow-Methods" = true } : {},
  )
  response_models = { "application/json" = local.changed ? "Error" : "Empty" }
}

resource "aws_api_gateway_integration_response" "cors" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = aws_api_gateway_integration.cors.http_method
  status_code = aws_api_gateway_method_response.cors.status_code
  response_parameters = merge(
    { "method.response.header.Access-Control-Allow-Origin" = "'*'" },
    local.changed ? { "method.response.header.Access-Control-Allow-Methods" = "'GET,POST'" } : {},
  )
  response_templates = { "application/json" = "{\"cors\":\"${local.word}\"}" }
}

# A backend by HTTP, with parameters.
resource "aws_api_gateway_method" "order" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.order.id
  http_method          = "GET"
  authorization        = "CUSTOM"
  authorizer_id        = aws_api_gateway_authorizer.token.id
  api_key_required     = local.changed
  operation_name       = "getOrder"
  request_validator_id = aws_api_gateway_request_validator.body.id
  request_parameters = merge(
    { "method.request.path.id" = true, "method.request.header.X-Trace" = local.changed },
    local.changed ? { "method.request.querystring.full" = false } : {},
  )
}

resource "aws_api_gateway_integration" "order" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.order.id
  http_method             = aws_api_gateway_method.order.http_method
  integration_http_method = "GET"
  type                    = "HTTP"
  uri                     = "http://127.0.0.1:9/${local.word}/{id}"
  passthrough_behavior    = "WHEN_NO_TEMPLATES"
  content_handling        = local.changed ? "CONVERT_TO_BINARY" : "CONVERT_TO_TEXT"
  cache_key_parameters    = local.changed ? ["method.request.path.id", "method.request.querystring.full"] : ["method.request.path.id"]
  cache_namespace         = "orders"
  request_parameters = merge(
    { "integration.request.path.id" = "method.request.path.id" },
    local.changed ? { "integration.request.header.X-Trace" = "method.request.header.X-Trace" } : {},
  )
}

resource "aws_api_gateway_method_response" "order" {
  for_each    = toset(["200", "404"])
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.order.id
  http_method = aws_api_gateway_method.order.http_method
  status_code = each.value
}

resource "aws_api_gateway_integration_response" "order" {
  for_each          = { "200" = null, "404" = "404" }
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_resource.order.id
  http_method       = aws_api_gateway_integration.order.http_method
  status_code       = aws_api_gateway_method_response.order[each.key].status_code
  selection_pattern = each.value
  content_handling  = local.changed ? "CONVERT_TO_TEXT" : null
}

# Straight into a queue.
resource "aws_api_gateway_method" "send" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.orders.id
  http_method          = "POST"
  authorization        = "NONE"
  request_validator_id = aws_api_gateway_request_validator.body.id
  request_models       = { "application/json" = aws_api_gateway_model.order.name }
}

resource "aws_api_gateway_integration" "send" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.orders.id
  http_method             = aws_api_gateway_method.send.http_method
  integration_http_method = "POST"
  type                    = "AWS"
  credentials             = aws_iam_role.any.arn
  uri                     = "arn:aws:apigateway:us-east-1:sqs:path/000000000000/${aws_sqs_queue.events.name}"
  passthrough_behavior    = "NEVER"
  request_parameters      = { "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'" }
  request_templates       = { "application/json" = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" }
}

resource "aws_api_gateway_method_response" "send" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = aws_api_gateway_method.send.http_method
  status_code = "202"
}

resource "aws_api_gateway_integration_response" "send" {
  rest_api_id        = aws_api_gateway_rest_api.api.id
  resource_id        = aws_api_gateway_resource.orders.id
  http_method        = aws_api_gateway_integration.send.http_method
  status_code        = aws_api_gateway_method_response.send.status_code
  response_templates = { "application/json" = "{\"sent\":\"${local.word}\"}" }
}

# Straight out of a table, for signed callers with a key.
resource "aws_api_gateway_method" "read" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.orders.id
  http_method          = "GET"
  authorization        = local.changed ? "AWS_IAM" : "COGNITO_USER_POOLS"
  authorizer_id        = local.changed ? null : aws_api_gateway_authorizer.pool.id
  authorization_scopes = local.changed ? null : ["orders/read", "orders/write"]
  api_key_required     = true
}

resource "aws_api_gateway_integration" "read" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.orders.id
  http_method             = aws_api_gateway_method.read.http_method
  integration_http_method = "POST"
  type                    = "AWS"
  credentials             = aws_iam_role.any.arn
  uri                     = "arn:aws:apigateway:us-east-1:dynamodb:action/Scan"
  request_templates       = { "application/json" = jsonencode({ TableName = aws_dynamodb_table.items.name, Limit = var.revision }) }
}

resource "aws_api_gateway_method_response" "read" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = aws_api_gateway_method.read.http_method
  status_code = "200"
}

resource "aws_api_gateway_integration_response" "read" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = aws_api_gateway_integration.read.http_method
  status_code = aws_api_gateway_method_response.read.status_code
}

# A private backend.
resource "aws_api_gateway_vpc_link" "link" {
  name        = "link-${local.word}"
  description = local.word
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/nlb/50dc6c495c0c9188"]
  tags        = { team = local.word }
}

resource "aws_api_gateway_method" "private" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "private" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_rest_api.api.root_resource_id
  http_method             = aws_api_gateway_method.private.http_method
  integration_http_method = "GET"
  type                    = "HTTP_PROXY"
  uri                     = "http://127.0.0.1:9/"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.link.id
  tls_config { insecure_skip_verification = local.changed }
}

resource "aws_api_gateway_documentation_part" "method" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  location {
    type   = "METHOD"
    method = "GET"
    path   = "/orders"
  }
  properties = jsonencode({ description = local.word })
}

resource "aws_api_gateway_documentation_version" "v" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  version     = "1"
  description = local.word
  depends_on  = [aws_api_gateway_documentation_part.method]
}

resource "aws_api_gateway_client_certificate" "c" {
  description = local.word
  tags        = { team = local.word }
}

resource "aws_api_gateway_deployment" "d" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  description = local.word
  # By ids: whole resources are not known to their last attribute before they are read again.
  triggers = { redeployment = sha1(jsonencode([local.word, aws_api_gateway_resource.proxy.id, aws_api_gateway_method.proxy.id, aws_api_gateway_integration.proxy.id])) }
  lifecycle { create_before_destroy = true }
  depends_on = [
    aws_api_gateway_integration.proxy, aws_api_gateway_integration_response.cors, aws_api_gateway_integration_response.order,
    aws_api_gateway_integration_response.send, aws_api_gateway_integration_response.read, aws_api_gateway_integration.private,
    aws_api_gateway_rest_api_policy.open, aws_api_gateway_gateway_response.unauthorized,
  ]
}

resource "aws_api_gateway_stage" "s" {
  rest_api_id           = aws_api_gateway_rest_api.api.id
  deployment_id         = aws_api_gateway_deployment.d.id
  stage_name            = "v1"
  description           = local.word
  variables             = local.changed ? { word = local.word, more = "b" } : { word = local.word, gone = "a" }
  cache_cluster_enabled = true
  cache_cluster_size    = local.changed ? "1.6" : "0.5"
  client_certificate_id = aws_api_gateway_client_certificate.c.id
  documentation_version = aws_api_gateway_documentation_version.v.version
  xray_tracing_enabled  = local.changed
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = local.changed ? "$context.requestId $context.status" : "$context.requestId"
  }
  dynamic "canary_settings" {
    for_each = local.changed ? [1] : []
    content {
      deployment_id            = aws_api_gateway_deployment.d.id
      percent_traffic          = 12.5
      stage_variable_overrides = { word = "canary" }
    }
  }
  tags       = { team = local.word }
  depends_on = [aws_api_gateway_account.account]
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.s.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    logging_level          = local.changed ? "INFO" : "ERROR"
    data_trace_enabled     = local.changed
    throttling_burst_limit = 50
    throttling_rate_limit  = 100.5
  }
}

resource "aws_api_gateway_method_settings" "orders" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.s.stage_name
  method_path = "orders/{id}/GET"
  settings {
    caching_enabled      = true
    cache_ttl_in_seconds = local.changed ? 60 : 30
    cache_data_encrypted = true
    # The provider sends no false on creation, and AWS's default is true.
    require_authorization_for_cache_control    = !local.changed
    unauthorized_cache_control_header_strategy = "SUCCEED_WITH_RESPONSE_HEADER"
  }
}

resource "aws_api_gateway_api_key" "k" {
  name        = "key-${local.word}"
  description = local.word
  enabled     = !local.changed
  value       = "a-key-of-more-than-twenty-letters"
  tags        = { team = local.word }
}

resource "aws_api_gateway_api_key" "random" { name = "random" }

resource "aws_api_gateway_usage_plan" "p" {
  name         = "plan-${local.word}"
  description  = local.word
  product_code = local.changed ? "CODE" : null
  api_stages {
    api_id = aws_api_gateway_rest_api.api.id
    stage  = aws_api_gateway_stage.s.stage_name
    throttle {
      path        = "/orders/GET"
      rate_limit  = local.changed ? 7 : 5
      burst_limit = 3
    }
  }
  quota_settings {
    limit  = local.changed ? 30 : 20
    offset = 2
    period = "WEEK"
  }
  throttle_settings {
    burst_limit = 5
    rate_limit  = local.changed ? 20 : 10
  }
  tags = { team = local.word }
}

resource "aws_api_gateway_usage_plan_key" "k" {
  key_id        = aws_api_gateway_api_key.k.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.p.id
}

resource "aws_api_gateway_domain_name" "d" {
  domain_name              = "api.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${local.changed ? "b" : "a"}2345678-1234-1234-1234-123456789012"
  security_policy          = "TLS_1_2"
  endpoint_configuration { types = ["REGIONAL"] }
  tags = { team = local.word }
}

resource "aws_api_gateway_base_path_mapping" "v1" {
  api_id      = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.s.stage_name
  domain_name = aws_api_gateway_domain_name.d.domain_name
  base_path   = local.changed ? "v2" : "v1"
}

resource "aws_api_gateway_base_path_mapping" "root" {
  api_id      = aws_api_gateway_rest_api.api.id
  domain_name = aws_api_gateway_domain_name.d.domain_name
}

# An API by its definition, as in AWS's tutorial.
resource "aws_api_gateway_rest_api" "defined" {
  name              = "defined"
  put_rest_api_mode = local.changed ? "merge" : "overwrite"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "defined", version = "1.0", description = local.word }
    paths = merge({
      "/path1" = { get = {
        responses = { "200" = { description = "fine" } }
        x-amazon-apigateway-integration = {
          type             = "mock"
          requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
          responses        = { default = { statusCode = "200", responseTemplates = { "application/json" = "{\"defined\":\"${local.word}\"}" } } }
        }
      } }
    }, local.changed ? { "/path2" = { get = { x-amazon-apigateway-integration = { type = "HTTP_PROXY", httpMethod = "GET", uri = "http://127.0.0.1:9/" } } } } : {})
  })
}

resource "aws_api_gateway_deployment" "defined" {
  rest_api_id = aws_api_gateway_rest_api.defined.id
  triggers    = { redeployment = sha1(jsonencode(aws_api_gateway_rest_api.defined.body)) }
  lifecycle { create_before_destroy = true }
}

resource "aws_api_gateway_stage" "defined" {
  deployment_id = aws_api_gateway_deployment.defined.id
  rest_api_id   = aws_api_gateway_rest_api.defined.id
  stage_name    = "example"
}

# One that is put onto an API that is there, and one that a stage of a deployment serves.
resource "aws_api_gateway_rest_api" "put" {
  name   = "put"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" }] })
  lifecycle { ignore_changes = [policy] }
}

resource "aws_api_gateway_rest_api_put" "put" {
  rest_api_id      = aws_api_gateway_rest_api.put.id
  fail_on_warnings = true
  body = jsonencode({
    swagger  = "2.0"
    info     = { title = "put", version = "1.0" }
    schemes  = ["https"]
    basePath = "/"
    paths = { "/pets" = { get = {
      responses                       = { "200" = { description = "fine" } }
      x-amazon-apigateway-integration = { type = "aws_proxy", httpMethod = "POST", uri = aws_lambda_function.fn.invoke_arn }
    } } }
  })
  triggers = { redeployment = local.word }
}

resource "aws_api_gateway_deployment" "put" {
  rest_api_id = aws_api_gateway_rest_api.put.id
  stage_name  = "dev"
  variables   = { word = local.word }
  depends_on  = [aws_api_gateway_rest_api_put.put]
}

# Endpoints of the other types.
resource "aws_api_gateway_rest_api" "private" {
  name = "private"
  endpoint_configuration {
    types            = ["PRIVATE"]
    vpc_endpoint_ids = local.changed ? ["vpce-0123456789abcdef0", "vpce-0123456789abcdef1"] : ["vpce-0123456789abcdef0"]
  }
}

resource "aws_api_gateway_domain_name" "edge" {
  domain_name     = "edge.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${local.changed ? "b" : "a"}2345678-1234-1234-1234-123456789012"
}

resource "aws_api_gateway_domain_name" "private" {
  domain_name     = "private.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/a2345678-1234-1234-1234-123456789012"
  endpoint_configuration { types = ["PRIVATE"] }
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" }] })
}

resource "aws_api_gateway_domain_name_access_association" "private" {
  access_association_source      = "vpce-0123456789abcdef0"
  access_association_source_type = "VPCE"
  domain_name_arn                = aws_api_gateway_domain_name.private.arn
}

data "aws_api_gateway_rest_api" "api" {
  name       = aws_api_gateway_rest_api.api.name
  depends_on = [aws_api_gateway_rest_api.api]
}

data "aws_api_gateway_resource" "order" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  path        = aws_api_gateway_resource.order.path
}

data "aws_api_gateway_export" "oas" {
  rest_api_id = aws_api_gateway_stage.s.rest_api_id
  stage_name  = aws_api_gateway_stage.s.stage_name
  export_type = "oas30"
  parameters  = { extensions = "apigateway" }
}

data "aws_api_gateway_sdk" "js" {
  rest_api_id = aws_api_gateway_stage.s.rest_api_id
  stage_name  = aws_api_gateway_stage.s.stage_name
  sdk_type    = "javascript"
}

data "aws_api_gateway_authorizer" "token" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  authorizer_id = aws_api_gateway_authorizer.token.id
}

data "aws_api_gateway_authorizers" "all" {
  rest_api_id = aws_api_gateway_authorizer.token.rest_api_id
}

data "aws_api_gateway_api_key" "k" { id = aws_api_gateway_api_key.k.id }

data "aws_api_gateway_vpc_link" "link" { name = aws_api_gateway_vpc_link.link.name }

data "aws_api_gateway_domain_name" "d" { domain_name = aws_api_gateway_domain_name.d.domain_name }

output "urls" {
  value = {
    api     = "${var.endpoint}/_aws/execute-api/${aws_api_gateway_rest_api.api.id}/${aws_api_gateway_stage.s.stage_name}"
    defined = "${var.endpoint}/_aws/execute-api/${aws_api_gateway_rest_api.defined.id}/${aws_api_gateway_stage.defined.stage_name}"
    put     = "${var.endpoint}/_aws/execute-api/${aws_api_gateway_rest_api.put.id}/${aws_api_gateway_deployment.put.stage_name}"
  }
}

output "found" {
  value = {
    api      = data.aws_api_gateway_rest_api.api.id == aws_api_gateway_rest_api.api.id
    resource = data.aws_api_gateway_resource.order.id == aws_api_gateway_resource.order.id
    export   = contains(keys(jsondecode(data.aws_api_gateway_export.oas.body).paths), "/orders/{id}")
    sdk      = data.aws_api_gateway_sdk.js.content_type
    token    = data.aws_api_gateway_authorizer.token.name
    key      = data.aws_api_gateway_api_key.k.value
    link     = data.aws_api_gateway_vpc_link.link.id == aws_api_gateway_vpc_link.link.id
    domain   = data.aws_api_gateway_domain_name.d.regional_domain_name == aws_api_gateway_domain_name.d.regional_domain_name
  }
  sensitive = true
}
