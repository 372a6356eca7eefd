import type { Context } from '../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import { type Frame, rootFrame } from '../execution/frame.ts';
import { Turn } from '../execution/turn.ts';
import type { Environment } from '../expressions/environment.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, Revision, StatesState } from '../state.ts';
import type { TestedState } from './tested-state.ts';

interface Given {
  readonly inputText: string;
  readonly input: Json;
  readonly variables: JsonRecord;
  readonly roleArn: string;
  /** What is given of the context object. */
  readonly contextObject?: JsonRecord | undefined;
}

/** A turn of an execution that is never written down: states do in it what they do in any other. */
export class TestTurn extends Turn {
  readonly #contextObject: JsonRecord | undefined;

  constructor(tested: TestedState, given: Given, state: StatesState, context: Context<StatesRuntime>) {
    const revision = revisionOf(tested, given, context);
    super(state, executionOf(given, revision, context), revision, context);
    this.#contextObject = given.contextObject;
    const { input, variables } = given;
    const frame: Frame = {
      id: rootFrame,
      path: tested.path,
      state: tested.name,
      input,
      variables,
      previousEvent: 0,
      enteredMs: context.clock.now(),
      ...(tested.isOfItem && { item: { index: 0, value: input } }),
    };
    this.put(frame);
  }

  override environment(frame: Frame, more: Partial<Pick<Environment, 'result' | 'errorOutput'>> = {}): Environment {
    const environment = super.environment(frame, more);
    if (!this.#contextObject) return environment;
    return { ...environment, context: { ...(environment.context as JsonRecord), ...this.#contextObject } };
  }
}

function revisionOf({ definition }: TestedState, { roleArn }: Given, context: Context<StatesRuntime>): Revision {
  const { account, region, random, clock } = context;
  const name = random.uuid();
  return {
    // No two tests have one: machines that were read are known by it.
    key: `${name}:test`,
    machineArn: `arn:aws:states:${region}:${account}:stateMachine:${name}`,
    type: 'STANDARD',
    definition,
    roleArn,
    logging: { level: 'OFF' },
    tracing: { enabled: false },
    encryption: { type: 'AWS_OWNED_KEY' },
    createdMs: clock.now(),
  };
}

function executionOf({ inputText }: Given, { key, machineArn }: Revision, context: Context<StatesRuntime>): Execution {
  const name = context.random.uuid();
  return {
    arn: `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    name,
    machineArn,
    revision: key,
    type: 'STANDARD',
    status: 'RUNNING',
    startMs: context.clock.now(),
    input: inputText,
    events: 0,
  };
}
