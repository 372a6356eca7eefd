import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { FirehoseState } from './state.ts';

/** Streams, by the records that are not delivered yet. */
export const firehoseExploredState: ExploredState<FirehoseState> = {
  kind: 'delivery stream',
  resourceTypes: ['AWS::KinesisFirehose::DeliveryStream'],
  nameOf: lastStep,
  rows: (state) =>
    [...state.streams.values()].map(({ name }) => ({
      name,
      rows: [...state.records(name).values()].map(({ data }) => ({ data: Buffer.from(data, 'base64').toString() })),
    })),
};
