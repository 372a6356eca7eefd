import { expect, it } from 'vitest';
import { statesAccess } from './access.ts';

const asked = {
  account: '000000000000',
  region: 'us-east-1',
  caller: { kind: 'root', account: '000000000000', arn: '', userId: '', principal: '' },
} as const;
const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Orders';

it.each([
  [arn, undefined],
  [`${arn}:3`, '3'],
  [`${arn}:live`, 'live'],
])('an execution of %s is asked for on the machine, by the qualifier %s', (stateMachineArn, qualifier) => {
  expect(statesAccess.StartExecution?.({ stateMachineArn }, asked)).toEqual({
    action: 'states:StartExecution',
    resources: [arn],
    keys: { 'states:StateMachineQualifier': qualifier },
  });
});

it('a test that reveals secrets asks for a permission of its own', () => {
  expect(statesAccess.TestState?.({ revealSecrets: true }, asked)).toMatchObject({ action: 'states:RevealSecrets' });
  expect(statesAccess.TestState?.({}, asked)).toMatchObject({ action: 'states:TestState' });
});
