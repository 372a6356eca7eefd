import type { TestInvokeAuthorizerRequest, TestInvokeAuthorizerResponse } from '@aws-sdk/client-api-gateway';
import { withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import { parseJsonObject } from '../../../../kernel/json.ts';
import type { AuthorizerRecord } from '../../state.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import { askFunction, readPayload, validSources } from './authorize-function.ts';
import { authorizeByUserPool } from './authorize-user-pool.ts';
import { authorizerEvent } from './authorizer-event.ts';
import { javaDate } from './pool-claims.ts';
import { type TestSubject, testExchange } from './test-exchange.ts';

/** What a test found out, beside its log and the time it took. */
type Finding = Pick<
  TestInvokeAuthorizerResponse,
  'clientStatus' | 'principalId' | 'policy' | 'claims' | 'authorization'
>;

/**
 * Asks an authorizer without a request of a client's; nothing is kept, and no policy is judged.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeAuthorizer.html
 */
export async function testAuthorizer(
  subject: TestSubject,
  input: TestInvokeAuthorizerRequest,
): Promise<TestInvokeAuthorizerResponse> {
  const { clock } = subject.kernel;
  const exchange = testExchange(subject, input);
  const { authorizer } = subject;
  const log = new TestLog(exchange);
  const startMs = clock.monotonic();
  const finding = await (authorizer.type === 'COGNITO_USER_POOLS'
    ? testPool(exchange, authorizer)
    : testFunction(exchange, authorizer, log)
  ).catch((error: unknown) => failed(error, log));
  return { ...finding, log: log.text, latency: Math.round(clock.monotonic() - startMs) };
}

async function testPool(exchange: RoutedExchange, authorizer: AuthorizerRecord): Promise<Finding> {
  const authorization = await authorizeByUserPool(exchange, authorizer);
  return { clientStatus: 0, ...(authorization.kind === 'cognito' && { claims: { ...authorization.claims } }) };
}

async function testFunction(exchange: RoutedExchange, authorizer: AuthorizerRecord, log: TestLog): Promise<Finding> {
  log.add(`Starting authorizer: ${authorizer.id} for request: ${exchange.requestId}`);
  const sources = validSources(exchange, authorizer);
  log.add(`Incoming identity: ${sources.map(masked).join(', ')}`);
  const endpoint = endpointOf(exchange, authorizer);
  log.add(`Endpoint request URI: ${endpoint}`);
  log.add(`Endpoint request headers: {${headersOf(exchange, authorizer)}}`);
  const event = JSON.stringify(authorizerEvent(exchange, authorizer, sources));
  log.add(`Endpoint request body after transformations: ${event}`);
  log.add(`Sending request to ${endpoint}`);
  const payload = await askFunction(exchange, authorizer, sources);
  log.add(`Authorizer result body before parsing: ${payload}`);
  const { principalId } = readPayload(payload);
  log.add(`Using valid authorizer policy for principal: ${masked(principalId)}`);
  log.add('Successfully completed authorizer execution');
  const policy = JSON.stringify(parseJsonObject(payload)?.policyDocument);
  return { clientStatus: 0, principalId, policy, authorization: {} };
}

function failed(error: unknown, log: TestLog): Finding {
  if (!(error instanceof GatewayFailure)) throw error;
  const { type, errorType, status, details } = error;
  if (type === 'UNAUTHORIZED') {
    log.add('Unauthorized request');
  } else {
    log.add(`Execution failed due to configuration error: ${details.authorizerError ?? error.message}`);
    log.add(errorType);
  }
  return { clientStatus: status };
}

/** All but the last characters: logs tell no secrets. */
function masked(text: string): string {
  const shown = text.length > 12 ? 6 : Math.min(2, text.length - 1);
  return '*'.repeat(text.length - Math.max(shown, 0)) + text.slice(text.length - Math.max(shown, 0));
}

function endpointOf({ api, stage }: RoutedExchange, { authorizerUri = '' }: AuthorizerRecord): string {
  const path = /:lambda:path(\/.*)$/.exec(withStageVariables(authorizerUri, stage.variables))?.[1] ?? '';
  return `https://lambda.${api.region}.amazonaws.com${path}`;
}

/** As Java prints a map. */
function headersOf({ api, trace, requestId }: RoutedExchange, { id }: AuthorizerRecord): string {
  const apiId = api.record.id;
  const headers = {
    'X-Amzn-Trace-Id': `Root=${trace.traceId}`,
    'x-amzn-apigateway-api-id': apiId,
    Accept: 'application/json',
    'User-Agent': `AmazonAPIGateway_${apiId}`,
    'X-Amz-Source-Arn': `arn:aws:execute-api:${api.region}:${api.account}:${apiId}/authorizers/${id}`,
    'x-amzn-lambda-integration-tag': requestId,
  };
  return Object.entries(headers)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** The execution log, a line with its time each. */
class TestLog {
  readonly #exchange: RoutedExchange;
  #text: string;

  constructor(exchange: RoutedExchange) {
    this.#exchange = exchange;
    this.#text = `Execution log for request ${exchange.requestId}\n`;
  }

  add(line: string): void {
    this.#text += `${javaDate(this.#exchange.kernel.clock.now())} : ${line}\n`;
  }

  get text(): string {
    return this.#text;
  }
}
