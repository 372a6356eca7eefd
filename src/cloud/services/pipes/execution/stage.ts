import type { Outbound } from '../../../gateway/integrations/outbound.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Caller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { PipeRecord } from '../state.ts';
import type { PipeEvent } from '../transform/pipe-event.ts';
import type { PipeLogs } from './pipe-logs.ts';

/** One event as a stage hands it over: what it was, for parameters, and what the template made of it. */
export interface StageItem {
  readonly event: PipeEvent;
  readonly text: string;
}

/** What stages need of the service's runtime. */
export interface StageRuntime {
  readonly logs: PipeLogs;
  /** To deployed APIs. */
  readonly outbound: Outbound;
}

/** What stages need to call others. */
export interface StageCalls {
  readonly pipe: PipeRecord;
  readonly context: Context<StageRuntime>;
  readonly caller: Caller;
}

/** What became of a target's items: positions of those that are not done. */
export type Failed = readonly number[];

/** A function or a machine did not do its work. */
export class StageFailure extends AwsError {
  constructor(code: string, message: string) {
    super(code, message, { fault: 'client' });
  }
}

/** Items as the JSON list that functions and state machines get. Throws for a structure that is no JSON. */
export const listOf = (items: readonly StageItem[]): string => `[${items.map(({ text }) => jsonOf(text)).join(',')}]`;

/** A text that is no JSON becomes one; what was meant to be a structure does not. */
export function jsonOf(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    if (/^\s*[[{]/.test(text)) throw new StageFailure('InvalidJson', 'The transformed input is not valid JSON.');
    return JSON.stringify(text);
  }
}
