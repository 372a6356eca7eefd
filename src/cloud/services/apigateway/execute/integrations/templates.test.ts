import { expect, test } from 'vitest';
import { noTrace } from '../../../../kernel/trace.ts';
import { compileIntegration } from '../../compile/compile-integration.ts';
import type { RoutedExchange } from '../exchange.ts';
import { renderMapping } from './templates.ts';

/** An exchange of which templates can ask everything; steps told `values`. */
const exchangeWith = (values: Record<string, string | number>) =>
  ({
    api: { account: '123456789012', record: {} },
    address: { apiId: 'abc', domainName: 'abc.localhost', path: '/prod/m' },
    request: { headers: {}, rawHeaders: [], query: '', remoteAddress: '127.0.0.1' },
    stage: { name: 'prod', variables: {}, deployment: { id: 'd' } },
    match: { pathParameters: {}, method: { integration: {}, resource: { id: 'r', path: '/m' } } },
    boundary: { elapsedMs: 0 },
    trace: { ...noTrace, traceId: '1-2-3', sampled: false },
    contextValues: new Map(Object.entries(values)),
  }) as unknown as RoutedExchange;

const render = (text: string, values: Record<string, string | number>) => {
  const template = compileIntegration({ requestTemplates: { 'application/json': text } }).templates.get(
    'application/json',
  );
  if (!template) throw new Error('the template was not compiled');
  return renderMapping(exchangeWith(values), template, '');
};

test('what steps tell is in $context by its path; claims are nothing as a whole', () => {
  const values = { 'authorizer.claims.sub': 'u', 'authorizer.principalId': 'p', 'identity.apiKey': 'k' };

  const { text } = render(
    '$context.authorizer.principalId $context.authorizer.claims.sub $context.authorizer.claims.get("sub") ' +
      '[$context.authorizer.claims] $context.identity.apiKey $context.identity.sourceIp $context.authorizer.none.x',
    values,
  );

  expect(text).toBe('p u u [] k 127.0.0.1 ');
});

test('overrides are read by place, whatever a template makes of them', () => {
  const { requestOverride, responseOverride } = render(
    '#set($context.requestOverride.header.X-A = 1)#set($context.requestOverride.path["a b"] = "c")' +
      '#set($context.requestOverride.querystring.q = [1])#set($context.responseOverride.status = 202)',
    {},
  );

  expect(requestOverride.header).toEqual(new Map([['X-A', '1']]));
  expect(requestOverride.path).toEqual(new Map([['a b', 'c']]));
  expect(requestOverride.querystring).toEqual(new Map([['q', '[1]']]));
  expect(responseOverride.status).toBe(202);
});
