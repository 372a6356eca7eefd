import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { Execution } from '../state.ts';
import type { Frame } from './frame.ts';
import { frameKey } from './history-event.ts';

const collectionName = /^states\/(?<scope>.+)\/executions$/;

/**
 * Takes executions away that a client of an earlier process waited for: it has lost its connection, and AWS goes on with
 * none of them either.
 */
export function dropSyncExecutions({ world, scheduler }: Pick<CloudKernel, 'world' | 'scheduler'>): void {
  for (const name of world.names('states/')) {
    const scope = collectionName.exec(name)?.groups?.scope;
    if (scope === undefined) continue;
    const executions = world.collection<Execution>(name);
    const frames = world.collection<Frame>(`states/${scope}/frames`);
    for (const { arn, timeoutKey } of [...executions.values()].filter(({ isSync }) => isSync)) {
      executions.delete(arn);
      if (timeoutKey !== undefined) scheduler.cancel(timeoutKey);
      // What else is still to come for it finds no execution, and does nothing.
      const range = { from: frameKey(arn, ''), to: frameKey(arn, '~') };
      for (const [key] of [...frames.entries(range)]) frames.delete(key);
    }
  }
}
