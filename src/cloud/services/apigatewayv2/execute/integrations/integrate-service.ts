import { within } from '../../../../gateway/integrations/call-integration.ts';
import { roleCaller } from '../../../../gateway/integrations/role-caller.ts';
import { AwsError } from '../../../../kernel/errors.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import type { ServiceIntegration } from '../../compile/compile-integration.ts';
import type { RoutedExchange } from '../exchange.ts';
import { integrationFailed, integrationTimedOut } from '../gateway-error.ts';
import { mappedText } from './map-parameters.ts';
import { contentAnswer, jsonAnswer, jsonError, xmlAnswer, xmlError } from './service-answer.ts';

/**
 * A first-class integration: calls the service as the integration's role and hands on what it says, errors included.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export async function integrateService(
  exchange: RoutedExchange,
  integration: ServiceIntegration,
): Promise<HttpResponse> {
  const { action, credentials, timeoutMs } = integration;
  const { kernel, api, requestId, trace } = exchange;
  const caller = roleCaller(credentials);
  if (!caller) throw integrationFailed(`${credentials} is not the ARN of a role`);
  const { region = api.region, members } = inputOf(exchange, integration);
  const input = action.input ? action.input(members) : members;
  const options = { caller, account: caller.account, region, parent: requestId, trace };
  const isXml = action.answers === 'xml';
  try {
    const call = kernel.call<object>(action.service, action.operation, input, options);
    const output = await within(kernel.clock, timeoutMs, call, () => {
      throw integrationTimedOut();
    });
    if (action.answers === 'content') return contentAnswer(output);
    return isXml ? xmlAnswer(action.operation, output, requestId) : jsonAnswer(output);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return isXml ? xmlError(error, requestId) : jsonError(error);
  }
}

interface ServiceInput {
  /** Undefined for the API's own. */
  readonly region: string | undefined;
  readonly members: Readonly<Record<string, unknown>>;
}

/** What a request does not have is left out: the service says whether it can do without. */
function inputOf(exchange: RoutedExchange, { action, values }: ServiceIntegration): ServiceInput {
  const members: Record<string, unknown> = {};
  let region: string | undefined;
  for (const [name, value] of values) {
    const text = mappedText(value, { exchange, response: undefined });
    if (text === undefined) continue;
    if (name === 'Region') region = text;
    const parameter = Object.hasOwn(action.parameters, name) ? action.parameters[name] : undefined;
    if (parameter) members[parameter.member] = read(parameter.kind, text, name);
  }
  return { region, members };
}

function read(kind: 'text' | 'number' | 'json' | 'bytes', text: string, name: string): unknown {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return Number(text);
    case 'bytes':
      return Buffer.from(text);
    case 'json':
      try {
        return JSON.parse(text);
      } catch {
        throw integrationFailed(`The value of parameter ${name} is not JSON`);
      }
  }
}
