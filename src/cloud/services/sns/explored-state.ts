import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { SnsState } from './state.ts';
import { deadLetterArnOf } from './subscriptions/attributes.ts';

/** Topics keep nothing; what went to people and phones is compared. */
export const snsExploredState: ExploredState<SnsState> = {
  kind: 'topic',
  resourceTypes: ['AWS::SNS::Topic'],
  nameOf: lastStep,
  rows: (state) => [
    {
      name: 'outbox',
      rows: [...state.outbox.values()].map(({ protocol, endpoint, subject, body }) => ({
        protocol,
        endpoint,
        ...(subject !== undefined && { subject }),
        body,
      })),
    },
  ],
  deadLetters: (state) => [...state.subscriptions.values()].flatMap((one) => deadLetterArnOf(one) ?? []),
};
