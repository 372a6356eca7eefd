import type { Integration, IntegrationResponse, Method } from '@aws-sdk/client-api-gateway';

type Templates = Integration['requestTemplates'];

/** An empty template is told as null: https://github.com/aws/aws-cli/issues/1610. The SDK's types know no nulls there. */
const toldTemplates = (templates: Templates): Templates =>
  templates &&
  (Object.fromEntries(Object.entries(templates).map(([type, text]) => [type, text === '' ? null : text])) as Templates);

const hasEmpty = (templates: Templates): boolean => Object.values(templates ?? {}).includes('');

/** An integration's response as it is answered. */
export const toldResponse = (response: IntegrationResponse): IntegrationResponse =>
  hasEmpty(response.responseTemplates)
    ? { ...response, responseTemplates: toldTemplates(response.responseTemplates) }
    : response;

/** An integration as it is answered, with its responses. */
export function toldIntegration(integration: Integration): Integration {
  const { requestTemplates, integrationResponses } = integration;
  return {
    ...integration,
    ...(requestTemplates && { requestTemplates: toldTemplates(requestTemplates) }),
    ...(integrationResponses && {
      integrationResponses: Object.fromEntries(
        Object.entries(integrationResponses).map(([status, response]) => [status, toldResponse(response)]),
      ),
    }),
  };
}

/** A method as it is answered, with its integration. */
export const toldMethod = (method: Method): Method =>
  method.methodIntegration ? { ...method, methodIntegration: toldIntegration(method.methodIntegration) } : method;
