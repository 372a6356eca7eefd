import { describe, expect, it } from 'vitest';
import { parseRule } from './parse-rule.ts';
import { isNamed } from './rule.ts';

describe('a fault rule as text', () => {
  it.each([
    [
      'throttle dynamodb:PutItem table=Orders times=3',
      { fault: { kind: 'throttle' }, service: 'dynamodb', operation: 'PutItem', resource: 'Orders', times: 3 },
    ],
    [
      'error sqs:* code=ServiceUnavailable status=503 probability=0.5',
      { fault: { kind: 'error', code: 'ServiceUnavailable', status: 503 }, service: 'sqs', probability: 0.5 },
    ],
    [
      'slow secretsmanager:GetSecretValue delay=2s for=1m',
      {
        fault: { kind: 'slow', delayMs: 2000 },
        service: 'secretsmanager',
        operation: 'GetSecretValue',
        forMs: 60_000,
      },
    ],
    [
      'hang execute-api:POST /orders nth=2',
      { fault: { kind: 'hang' }, service: 'execute-api', operation: 'POST /orders', nth: 2 },
    ],
    ['lost', { fault: { kind: 'lost' } }],
    [
      'rotate dynamodb:PutItem secret=Payments',
      { fault: { kind: 'rotate', secret: 'Payments' }, service: 'dynamodb', operation: 'PutItem' },
    ],
    ['clientGone execute-api:*', { fault: { kind: 'lost' }, service: 'execute-api' }],
  ])('%s', (text, rule) => {
    expect(parseRule(text)).toEqual(rule);
  });

  it.each([
    ['throtle dynamodb:PutItem', 'There is no fault “throtle”. Did you mean “throttle”?'],
    ['throttle dynamodb:PutItem tabel=Orders', 'There is no setting “tabel”. Did you mean “table”?'],
    ['throttle PutItem', '“PutItem” names no operation.'],
    ['throttle dynamodb:PutItem times=often', '“times=often” is not understood.'],
    ['slow dynamodb:PutItem', 'How slow?'],
    ['', 'The rule is empty.'],
  ])('%s is refused with a hint', (text, message) => {
    expect(() => parseRule(text)).toThrow(
      expect.objectContaining({ code: 'InvalidFault', message, hint: expect.stringMatching(/./) }),
    );
  });
});

describe('a name in a rule', () => {
  it.each([
    ['Orders', 'Orders', true],
    ['Orders', 'Shop-TablesOrders498FF680-U3K76SCSHLX8', true],
    ['Orders', 'Shop-OrdersArchive498FF680-U3K76SCSHLX8', false],
    ['Order*', 'OrdersArchive', true],
    ['jobs', 'http://127.0.0.1:4566/000000000000/jobs', true],
  ])('%s and %s: %s', (wanted, physical, expected) => {
    expect(isNamed(wanted, physical)).toBe(expected);
  });
});
