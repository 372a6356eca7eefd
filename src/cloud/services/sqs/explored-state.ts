import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import { nextDueMs } from './contents/contents.ts';
import { redrivePolicyOf } from './queues/find-queue.ts';
import type { SqsState } from './state.ts';

/** Queues, by the messages that are still in them, in flight or not. */
export const sqsExploredState: ExploredState<SqsState> = {
  kind: 'queue',
  resourceTypes: ['AWS::SQS::Queue'],
  nameOf: lastStep,
  rows: (state) =>
    [...state.queues.values()].map(({ name }) => ({
      name,
      rows: [...state.contents(name).messages.values()].map(({ body, groupId }) => ({
        body,
        ...(groupId && { groupId }),
      })),
    })),
  deadLetters: (state) =>
    [...state.queues.values()].flatMap((queue) => redrivePolicyOf(queue)?.deadLetterTargetArn ?? []),
  comesMs: (state, name) => (state.queues.has(name) ? nextDueMs(state.contents(name)) : undefined),
};
