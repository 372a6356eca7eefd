import { type ProviderCalls, providerCalls } from './provider-calls.ts';

/** What data sources call that have no resource of their name, or another service than it. */
const reading: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apigateway: {
    api_gateway_api_keys: 'GetApiKeys',
    api_gateway_authorizers: 'GetAuthorizers',
    api_gateway_export: 'GetExport',
    api_gateway_sdk: 'GetSdk',
  },
  apigatewayv2: { apigatewayv2_apis: 'GetApis', apigatewayv2_export: 'ExportApi' },
  cloudformation: { cloudformation_export: 'ListExports' },
  'cognito-idp': {
    cognito_user_groups: 'ListGroups',
    cognito_user_pool_clients: 'ListUserPoolClients',
    cognito_user_pool_signing_certificate: 'GetSigningCertificate',
    cognito_user_pools: 'ListUserPools',
  },
  dynamodb: { dynamodb_tables: 'ListTables' },
  ec2: {
    ami: 'DescribeImages',
    ami_ids: 'DescribeImages',
    availability_zone: 'DescribeAvailabilityZones',
    availability_zones: 'DescribeAvailabilityZones',
    instances: 'DescribeInstances',
    instance: 'DescribeInstances',
    prefix_list: 'DescribePrefixLists',
    regions: 'DescribeRegions',
    route_tables: 'DescribeRouteTables',
    security_groups: 'DescribeSecurityGroups',
    subnets: 'DescribeSubnets',
    vpc_endpoint_service: 'DescribeVpcEndpointServices',
    vpc_peering_connections: 'DescribeVpcPeeringConnections',
    vpcs: 'DescribeVpcs',
  },
  ecr: {
    ecr_authorization_token: 'GetAuthorizationToken',
    ecr_image: 'DescribeImages',
    ecr_images: 'ListImages',
    ecr_repositories: 'DescribeRepositories',
  },
  events: { cloudwatch_event_buses: 'ListEventBuses', cloudwatch_event_source: 'ListEventSources' },
  iam: {
    iam_access_keys: 'ListAccessKeys',
    iam_instance_profiles: 'ListInstanceProfilesForRole',
    iam_principal_policy_simulation: 'SimulatePrincipalPolicy',
    iam_roles: 'ListRoles',
    iam_session_context: 'GetRole',
    iam_users: 'ListUsers',
  },
  kms: { kms_public_key: 'GetPublicKey', kms_secrets: 'Decrypt' },
  lambda: { lambda_functions: 'ListFunctions' },
  logs: { cloudwatch_log_groups: 'DescribeLogGroups' },
  resourcegroupstaggingapi: { resourcegroupstaggingapi_resources: 'GetResources' },
  s3: { canonical_user_id: 'ListBuckets', s3_bucket_objects: 'ListObjectsV2', s3_objects: 'ListObjectsV2' },
  secretsmanager: {
    secretsmanager_random_password: 'GetRandomPassword',
    secretsmanager_secret_versions: 'ListSecretVersionIds',
    secretsmanager_secrets: 'ListSecrets',
  },
  sqs: { sqs_queues: 'ListQueues' },
  ssm: { ssm_parameters_by_path: 'GetParametersByPath' },
  states: { sfn_state_machine_versions: 'ListStateMachineVersions' },
  sts: { caller_identity: 'GetCallerIdentity' },
};

/** Data sources that the provider answers by itself. */
export const computedData: ReadonlySet<string> = new Set([
  'aws_arn',
  'aws_billing_service_account',
  'aws_cloudwatch_log_data_protection_policy_document',
  'aws_default_tags',
  'aws_ecr_lifecycle_policy_document',
  'aws_iam_policy_document',
  'aws_ip_ranges',
  'aws_partition',
  'aws_region',
  'aws_service',
  'aws_service_principal',
]);

/** By data sources of Terraform. */
export const dataCalls: ProviderCalls = providerCalls(reading);
