import type { Integration } from '@aws-sdk/client-api-gateway';

const types: readonly string[] = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'];
const passthroughBehaviors: readonly string[] = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const contentHandlings: readonly string[] = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'];

/** Milliseconds; what is longer needs a quota of the account. */
export const integrationTimeoutMs = { min: 50, max: 29_000 };

/**
 * What AWS finds wrong with an integration, in its words; undefined when nothing is.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
 */
export function integrationProblem(integration: Integration): string | undefined {
  const {
    type,
    httpMethod,
    passthroughBehavior,
    contentHandling,
    timeoutInMillis = integrationTimeoutMs.max,
  } = integration;
  if (type === undefined) return 'Enumeration value for IntegrationType must be non-empty';
  if (!types.includes(type)) return 'Invalid integration type specified';
  if (type !== 'MOCK' && !httpMethod) return 'Enumeration value for HttpMethod must be non-empty';
  const problem = uriProblem(integration);
  if (problem) return problem;
  if (passthroughBehavior !== undefined && !passthroughBehaviors.includes(passthroughBehavior)) {
    return 'Invalid passthrough behavior specified';
  }
  if (contentHandling !== undefined && !contentHandlings.includes(contentHandling)) {
    return 'Invalid content handling strategy specified';
  }
  const { min, max } = integrationTimeoutMs;
  const isInTime = Number.isInteger(timeoutInMillis) && timeoutInMillis >= min && timeoutInMillis <= max;
  return isInTime ? undefined : `Timeout should be between ${min} ms and ${max} ms`;
}

function uriProblem({
  type,
  uri = '',
  connectionType,
  connectionId,
  integrationTarget,
}: Integration): string | undefined {
  if (type === 'MOCK') return undefined;
  if (type === 'HTTP' || type === 'HTTP_PROXY') {
    if (connectionType === 'VPC_LINK' && !connectionId)
      return 'ConnectionId is required when connectionType is VPC_LINK';
    const isUri = /^https?:\/\/[^\s/]+/.test(uri) || uri.startsWith('${stageVariables.');
    return isUri || integrationTarget !== undefined ? undefined : 'Invalid HTTP endpoint specified for URI';
  }
  const resource = /^arn:[^:]+:apigateway:[^:]+:[^:]+:(.+)$/s.exec(uri)?.[1];
  if (!/^arn:[^:]+:/.test(uri) || uri.split(':').length < 6) return 'Invalid ARN specified in the request';
  return resource && /^(?:path|action)\//.test(resource)
    ? undefined
    : 'AWS ARN for integration must contain path or action';
}
