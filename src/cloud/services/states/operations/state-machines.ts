import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertDefinition } from '../definition/assert-definition.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Revision, StatesState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine: Operation<
  Given<Sdk.CreateStateMachineInput>,
  Sdk.CreateStateMachineOutput,
  StatesState,
  StatesRuntime
> = (state, input, { account, region, clock }) => {
  const { name, type = 'STANDARD' } = input;
  assertDefinition(input.definition, type);
  const arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
  const nowMs = clock.now();
  const revision: Revision = {
    key: `${name}:1`,
    machineArn: arn,
    type,
    definition: input.definition,
    roleArn: input.roleArn,
    logging: input.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
    tracing: input.tracingConfiguration ?? { enabled: false },
    encryption: input.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
    createdMs: nowMs,
  };
  state.revisions.set(revision.key, revision);
  state.machines.set(name, {
    name,
    arn,
    type,
    createdMs: nowMs,
    revision: revision.key,
    revisions: 1,
    versions: 0,
    tags: {},
  });
  return { stateMachineArn: arn, creationDate: new Date(nowMs) };
};
