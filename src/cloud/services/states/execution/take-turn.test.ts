import { describe, expect, it } from 'vitest';
import { Clock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { Scheduler } from '../../../kernel/scheduler.ts';
import { World } from '../../../kernel/world.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { Machine } from '../definition/machine.ts';
import type { StatesRuntime } from '../runtime.ts';
import { type Execution, openStatesState, type Revision } from '../state.ts';
import { frameKey } from './history-event.ts';
import { takeTurn } from './take-turn.ts';

const arn = 'arn:aws:states:us-east-1:000000000000:execution:m:one';

/** An execution that has begun and waits for its first turn, and what its turns are taken with. */
function begun() {
  const world = new World();
  const clock = new Clock({ virtual: true, startMs: 0 });
  const state = openStatesState(world.scope('states', '000000000000', 'us-east-1'));
  const definition = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
  const type = 'STANDARD';
  state.revisions.set('m:1', { key: 'm:1', machineArn: 'm', type, definition, logging: { level: 'OFF' } } as Revision);
  state.executions.set(arn, { arn, revision: 'm:1', type, status: 'RUNNING', input: '{}', events: 1 } as Execution);
  const frame = { id: '0', path: [], state: 'P', input: {}, variables: {}, previousEvent: 0, enteredMs: 0 };
  state.frames.set(frameKey(arn, '0'), frame);
  const lines: string[] = [];
  const log = createLog('error', (line) => void lines.push(line));
  const metrics = { counter: () => () => undefined };
  const scheduler = new Scheduler(world, clock, async () => undefined);
  const runtime = {
    age: 0,
    machineOf: () => new Machine(definition),
    inTurn: (_arn: string, work: () => Promise<unknown>) => work(),
    tellOver: () => undefined,
  };
  const context = {
    clock,
    runtime,
    kernel: { log, scheduler, metrics, services: new Map() },
  } as unknown as Context<StatesRuntime>;
  return { state, context, lines };
}

describe('a turn', () => {
  it('that fails for a reason of our own fails its execution, and the log says why', async () => {
    const { state, context, lines } = begun();

    const after = await takeTurn(state, arn, context, async () => {
      throw new TypeError('nobody thought of this');
    });

    expect(after).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: 'nobody thought of this' });
    expect(state.executions.get(arn)?.status).toBe('FAILED');
    expect(lines).toEqual([expect.stringContaining('TypeError: nobody thought of this')]);
  });

  it('writes nothing down where the world was replaced in its midst', async () => {
    const { state, context } = begun();

    const after = await takeTurn(state, arn, context, async (turn) => {
      turn.ready.push('0');
      (context.runtime as { age: number }).age += 1;
    });

    expect([after, state.executions.get(arn)?.status]).toEqual([undefined, 'RUNNING']);
  });
});
