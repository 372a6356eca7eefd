import type { Configuration, DocumentationVersionRecord } from '../../state.ts';

/** Which `x-amazon-apigateway-…` are written. */
export interface Extensions {
  readonly integrations: boolean;
  readonly authorizers: boolean;
  /** Validators, gateway responses and the settings of the API. */
  readonly others: boolean;
  readonly documentation: boolean;
}

/** What an export is made of. */
export interface Exported {
  readonly version: 2 | 3;
  readonly configuration: Configuration;
  /** `{id}.execute-api.{region}.amazonaws.com`. */
  readonly host: string;
  readonly stageName: string;
  /** The documentation that was published for the stage. */
  readonly documentation: DocumentationVersionRecord | undefined;
  readonly extensions: Extensions;
}

/** A time as exports have it: without milliseconds. */
export const exportTime = (time: Date | undefined): string | undefined => time?.toISOString().replace(/\.\d+Z$/, 'Z');
