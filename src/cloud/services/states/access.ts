import type { AccessOf } from '../../service-kit/contract.ts';
import { readMachineArn } from './machines/names.ts';

/** Policies know versions and aliases as their machine, with the qualifier in a key. */
const onMachine =
  (action: string): AccessOf =>
  ({ stateMachineArn }) => {
    const { arn, qualifier } = readMachineArn(String(stateMachineArn ?? '').replace(/#.*$/s, ''));
    return { action, resources: [arn], keys: { 'states:StateMachineQualifier': qualifier } };
  };

/**
 * What Step Functions' operations ask for. Services that start executions on behalf of something are judged: rules,
 * schedules, pipes, APIs, other state machines.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export const statesAccess: Readonly<Record<string, AccessOf>> = {
  StartExecution: onMachine('states:StartExecution'),
  StartSyncExecution: onMachine('states:StartSyncExecution'),
  // Whoever wants secrets told needs a permission of its own, and TestState's beside it.
  TestState: ({ revealSecrets }) => ({
    action: revealSecrets === true ? 'states:RevealSecrets' : 'states:TestState',
    resources: ['*'],
  }),
};
