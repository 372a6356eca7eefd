import { describe, expect, it } from 'vitest';
import { control, fakeHttp, type Undoes } from '../simulation/fake-http.ts';
import { undoes } from './undoes.ts';

const charge = {
  route: 'POST pay.test/charges',
  request: '{"amount":42,"orderId":"ord_7"}',
  response: '{"id":"ch_1","orderId":"ord_7"}',
};

/** Whether a request takes back the charge; by default words, or by what the fake declares. */
function takesBack(method: string, path: string, body: object = {}, declared?: Undoes, route = path): boolean {
  const fake = fakeHttp('https://pay.test', declared ? { undoes: declared } : {});
  const url = new URL(`https://pay.test${path}`);
  return undoes(
    { method, url, body: JSON.stringify(body), route: `${method} pay.test${route}` },
    charge,
    fake[control],
  );
}

describe('without a word of the fake', () => {
  it.each([
    ['POST', '/refunds', { chargeId: 'ch_1' }],
    ['POST', '/v1/refunds', { charge: 'ch_1' }],
    ['POST', '/refunds', { orderId: 'ord_7' }],
    ['POST', '/charges/ch_1/refund', {}],
    ['POST', '/charges/ch_1/cancel', {}],
    ['POST', '/void', { id: 'ch_1' }],
    ['DELETE', '/charges/ch_1', {}],
  ])('%s %s takes a charge back that it names', (method, path, body) => {
    expect(takesBack(method, path, body, undefined, path.replace('ch_1', ':id'))).toBe(true);
  });

  it.each([
    ['POST', '/receipts', { chargeId: 'ch_1' }],
    ['POST', '/shipments', { chargeId: 'ch_1', orderId: 'ord_7' }],
    ['PATCH', '/charges/ch_1', { note: 'x' }],
    ['POST', '/charges/ch_1/capture', {}],
    ['POST', '/shipments/sh_1/cancel', { orderId: 'ord_7', chargeId: 'ch_1' }],
    ['POST', '/cancellations', { orderId: 'ord_7' }],
    ['DELETE', '/carts/ch_1', {}],
    ['POST', '/refunds', { chargeId: 'ch_10' }],
    ['POST', '/refunds', { note: 'for ch_1' }],
    ['DELETE', '/charges/ch_10', {}],
  ])('%s %s takes nothing back', (method, path, body) => {
    const route = path.replace(/(?<=s\/)\w+_\d+/, ':id');
    expect(takesBack(method, path, body, undefined, route)).toBe(false);
  });
});

describe('where the fake says what undoes what', () => {
  const declared: Undoes = { 'PUT /ledger/:id': 'POST /charges', 'POST /receipts': ['POST /other'] };

  it('nothing else does, and it must name the thing, too', () => {
    expect(takesBack('PUT', '/ledger/ch_1', {}, declared, '/ledger/:id')).toBe(true);
    expect(takesBack('PUT', '/ledger/ch_2', {}, declared, '/ledger/:id')).toBe(false);
    expect(takesBack('POST', '/receipts', { chargeId: 'ch_1' }, declared)).toBe(false);
    expect(takesBack('POST', '/refunds', { chargeId: 'ch_1' }, declared)).toBe(false);
  });

  it('names routes without the path that its address begins with', () => {
    const fake = fakeHttp('https://pay.test/v1', { undoes: { 'POST /back': 'POST /charges' } });

    expect(fake[control].undoneBy('POST /v1/back')).toEqual(['POST /v1/charges']);
    expect(fake[control].undoneBy('POST /v1/other')).toEqual([]);
    expect(fakeHttp('https://pay.test', {})[control].undoneBy('POST /back')).toBeUndefined();
  });
});
