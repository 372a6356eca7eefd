import { afterEach, beforeEach, expect, test } from 'vitest';
import { functionUri, type RestFixture, startRestFixture } from '../testing/gateway-fixture.ts';

let gateway: RestFixture;
beforeEach(() => {
  gateway = startRestFixture();
});
afterEach(() => gateway.close());

/** What the access log told of each request, once it is written. */
async function logged(): Promise<string[]> {
  await gateway.clock.advance('10s');
  const events = gateway.asked
    .filter(({ operation }) => operation === 'PutLogEvents')
    .flatMap(({ input }) => input.logEvents as readonly { readonly message: string }[]);
  return events.map(({ message }) => message);
}

const logTo = (format: string) => ({
  accessLogSettings: { destinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:access', format },
});

test('variables of requests and answers are told in access logs, missing ones as a dash', async () => {
  const format =
    '$context.apiId $context.httpMethod $context.resourcePath $context.path $context.status $context.responseLength ' +
    '$context.integrationStatus $context.integration.integrationStatus $context.integration.responseTransferMode ' +
    '$context.identity.sourceIp $context.identity.user $context.authorizer.principalId $context.endpointType ' +
    '$context.isCanaryRequest $context.error.responseType $context.responseOverride.status $context.waf.status';
  gateway.functions.set('f', () => ({ statusCode: 201, body: 'hello' }));
  const api = await gateway.deploy(
    { 'GET /m/{id}': { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: functionUri('f') } } },
    { stage: logTo(format) },
  );

  await gateway.request(api, 'GET /prod/m/7');

  expect(await logged()).toEqual([`${api} GET /m/{id} /prod/m/7 201 5 200 200 BUFFERED 127.0.0.1 - - EDGE - - - -`]);
});

test('a failure is told with its reason', async () => {
  gateway.functions.set('f', () => 'malformed');
  const api = await gateway.deploy(
    { 'GET /m': { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: functionUri('f') } } },
    {
      stage: logTo(
        '$context.status $context.error.responseType $context.error.messageString $context.integrationErrorMessage',
      ),
    },
  );

  await gateway.request(api, 'GET /prod/m');

  expect(await logged()).toEqual([
    '502 API_CONFIGURATION_ERROR "Internal server error" Execution failed due to configuration error: Malformed Lambda proxy response',
  ]);
});

test('an override by a template is a variable afterwards', async () => {
  const api = await gateway.deploy(
    {
      'GET /m': {
        integration: {
          type: 'MOCK',
          requestTemplates: { 'application/json': '#set($context.responseOverride.status = 418){"statusCode": 200}' },
        },
        responses: { 200: {} },
      },
    },
    { stage: logTo('$context.status $context.responseOverride.status') },
  );

  await gateway.request(api, 'GET /prod/m');

  expect(await logged()).toEqual(['418 418']);
});
