import type { Role } from '../state.ts';

/**
 * Names of the roles that services have made for themselves, by service principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const roleNames: Readonly<Record<string, string>> = {
  'application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling',
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
  'dynamodb.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable',
  'ecs.amazonaws.com': 'AWSServiceRoleForECS',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'email.cognito-idp.amazonaws.com': 'AWSServiceRoleForAmazonCognitoIdpEmailService',
  'events.amazonaws.com': 'AWSServiceRoleForCloudWatchEvents',
  'lambda.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency',
  'opensearchservice.amazonaws.com': 'AWSServiceRoleForAmazonOpenSearchService',
  'ops.apigateway.amazonaws.com': 'AWSServiceRoleForAPIGateway',
  'organizations.amazonaws.com': 'AWSServiceRoleForOrganizations',
  'rds.amazonaws.com': 'AWSServiceRoleForRDS',
  'replication.dynamodb.amazonaws.com': 'AWSServiceRoleForDynamoDBReplication',
  'replicator.lambda.amazonaws.com': 'AWSServiceRoleForLambdaReplicator',
};

/** Undefined for services that have no such role, or none that is known here. */
export const serviceLinkedRoleName = (principal: string): string | undefined =>
  Object.hasOwn(roleNames, principal) ? roleNames[principal] : undefined;

/** The path that AWS keeps for such roles. */
export const serviceLinkedPath = (principal: string): string => `/aws-service-role/${principal}/`;

/** Told by the path: such roles are changed and deleted by operations of their own. */
export const isServiceLinked = (role: Role): boolean => role.path.startsWith('/aws-service-role/');
