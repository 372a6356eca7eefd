import type { JsonRecord } from '../../definition/json.ts';

/** Calls S3 as the machine's role. */
export type CallS3 = <Output>(operation: string, input: object) => Promise<Output>;

/** What S3's reader reads with. */
export interface Reading {
  readonly call: CallS3;
  readonly config: JsonRecord;
}
