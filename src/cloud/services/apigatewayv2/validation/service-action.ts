import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { badRequest } from '../errors.ts';
import { serviceActionOf } from '../service-actions.ts';

/**
 * What is refused of a first-class integration: every required parameter must be there, and no other. Whether there is
 * such a service shows at the first request, which then says so.
 */
export function assertServiceAction(subtype: string, integration: Readonly<Integration>): void {
  const action = serviceActionOf(subtype);
  if (!action) throw badRequest(`Integration subtype ${subtype} is not supported`);
  if (integration.PayloadFormatVersion !== '1.0') {
    throw badRequest(
      `PayloadFormatVersion ${integration.PayloadFormatVersion} is not supported for integration subtype ${subtype}`,
    );
  }
  if (integration.CredentialsArn === undefined) {
    throw badRequest(`CredentialsArn is required for integration subtype ${subtype}`);
  }
  const given = integration.RequestParameters ?? {};
  for (const [name, { isRequired }] of Object.entries(action.parameters)) {
    if (isRequired && !given[name])
      throw badRequest(`Parameter: ${name} is required for integration subtype ${subtype}`);
  }
  const unknown = Object.keys(given).find((name) => name !== 'Region' && !Object.hasOwn(action.parameters, name));
  if (unknown !== undefined) throw badRequest(`Parameter: ${unknown} is not valid for integration subtype ${subtype}`);
}
