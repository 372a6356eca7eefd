import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { S3State } from './state.ts';

/** Buckets, by the newest version of each key; ETags tell contents apart. The CDK's own buckets hold no user's data. */
export const s3ExploredState: ExploredState<S3State> = {
  kind: 'bucket',
  resourceTypes: ['AWS::S3::Bucket'],
  nameOf: lastStep,
  rows: (state) =>
    [...state.buckets.values()]
      .filter(({ name }) => !name.startsWith('cdk-'))
      .map(({ name }) => ({
        name,
        rows: [...state.current(name).values()].map(({ key, etag }) => ({ key, etag })),
      })),
  footprint: (_operation, { Bucket, Key }) => [`s3/${String(Bucket)}/${Key === undefined ? '*' : String(Key)}`],
};
