import type { Effect } from './statement.ts';

/** A statement as it is written in JSON, for services that write policies themselves. */
export interface StatementDocument {
  readonly Sid?: string;
  readonly Effect: Effect;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy as it is written in JSON, with its statements as a list. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly StatementDocument[];
}
