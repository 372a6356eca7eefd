import {
  CreateStateMachineCommand,
  SFNClient,
  ValidateStateMachineDefinitionCommand,
  type ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const validate = (definition: object | string, more: Partial<ValidateStateMachineDefinitionInput> = {}) =>
  target.client(SFNClient).send(
    new ValidateStateMachineDefinitionCommand({
      definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
      ...more,
    }),
  );

const wrong = {
  StartAt: 'pass1',
  States: { pass1: { Type: 'Pass', Next: 'pass3' }, pass2: { Type: 'Pass', End: true } },
};

test('ValidateStateMachineDefinition answers OK for what is well formed', async () => {
  expect(await validate({ StartAt: 'A', States: { A: { Type: 'Succeed' } } })).toMatchObject({
    result: 'OK',
    diagnostics: [],
    truncated: false,
  });
});

test('ValidateStateMachineDefinition answers FAIL with what is wrong', async () => {
  expect(await validate(wrong)).toMatchObject({
    result: 'FAIL',
    truncated: false,
    diagnostics: [
      {
        severity: 'ERROR',
        code: 'MISSING_TRANSITION_TARGET',
        message: "Missing 'Next' target: pass3",
        location: '/States/pass1/Next',
      },
      {
        severity: 'ERROR',
        code: 'MISSING_TRANSITION_TARGET',
        message: 'State "pass2" is not reachable.',
        location: '/States/pass2',
      },
    ],
  });
});

test('ValidateStateMachineDefinition tells no more than maxResults, and whether there is more', async () => {
  const { diagnostics, truncated, result } = await validate(wrong, { maxResults: 1 });

  expect({ count: diagnostics?.length, truncated, result }).toEqual({ count: 1, truncated: true, result: 'FAIL' });
  expect(await validate(wrong, { maxResults: 0 })).toMatchObject({ truncated: false, diagnostics: [{}, {}] });
});

test('ValidateStateMachineDefinition tells warnings where they are asked for', async () => {
  const warned = { StartAt: 'A', States: { A: { Type: 'Pass', Result: '$.a', End: true } } };

  expect(await validate(warned)).toMatchObject({ result: 'OK', diagnostics: [] });
  expect(await validate(warned, { severity: 'WARNING' })).toMatchObject({
    result: 'OK',
    diagnostics: [{ severity: 'WARNING', code: 'PASS_RESULT_IS_STATIC', location: '/States/A/Result' }],
  });
});

test('ValidateStateMachineDefinition asks for the type', async () => {
  const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
  const definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource, End: true } } };

  expect(await validate(definition)).toMatchObject({ result: 'OK' });
  expect(await validate(definition, { type: 'EXPRESS' })).toMatchObject({ result: 'FAIL' });
});

test('CreateStateMachine refuses what is not valid, with all that is wrong', async () => {
  const create = (definition: object) =>
    target.client(SFNClient).send(
      new CreateStateMachineCommand({
        name: 'm',
        definition: JSON.stringify(definition),
        roleArn: 'arn:aws:iam::000000000000:role/machine',
      }),
    );

  await expect(create(wrong)).rejects.toMatchObject({
    name: 'InvalidDefinition',
    message: `Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at /States/pass1/Next, MISSING_TRANSITION_TARGET: State "pass2" is not reachable. at /States/pass2'`,
  });
  await expect(create({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } })).rejects.toMatchObject({
    message: "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
  });
});
