import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { KinesisState } from './state.ts';

/** Streams and their consumers. */
export const kinesisTagging: Tagging<KinesisState> = {
  arnService: 'kinesis',
  resources: ({ streams, consumers }) => [...streams.values(), ...consumers.values()],
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (ResourceARN) => ({ ResourceARN }),
    form: (tags) => tags,
  }),
};
