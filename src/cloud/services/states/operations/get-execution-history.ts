import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidToken } from '../errors.ts';
import { eventsBetween } from '../execution/history.ts';
import { type HistoryEvent, isExecutionData } from '../execution/history-event.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { findExecution } from './executions.ts';

const resultsDefault = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Operation<
  Given<Sdk.GetExecutionHistoryInput>,
  Sdk.GetExecutionHistoryOutput,
  StatesState,
  StatesRuntime
> = (state, { executionArn, maxResults, reverseOrder = false, includeExecutionData = true, nextToken }) => {
  const execution = findExecution(state, executionArn);
  const { events: last } = execution;
  const limit = maxResults || resultsDefault;
  const from = nextToken === undefined ? (reverseOrder ? last : 1) : eventOfToken(nextToken, executionArn);
  // Ids have no gaps: a page is found without a look at those before it.
  const to = reverseOrder ? Math.max(1, from - limit + 1) : from + limit - 1;
  const range = reverseOrder ? { from: to, to: from, reverse: true } : { from, to };
  const events = eventsBetween(state, execution, range).map((event) => describe(event, includeExecutionData));
  const next = reverseOrder ? to - 1 : to + 1;
  const isMore = next >= 1 && next <= last;
  return { events, ...(isMore && { nextToken: tokenOf(next, executionArn) }) };
};

function describe({ atMs, previous, ...event }: HistoryEvent, hasData: boolean): Sdk.HistoryEvent {
  const told = { ...event, timestamp: new Date(atMs), previousEventId: previous };
  return hasData ? told : { ...told, ...detailsWithoutData(event) };
}

/** Without input and output, and what is said of them. */
function detailsWithoutData(event: object): Readonly<Record<string, object>> {
  const details = Object.entries(event).filter(([name]) => name.endsWith('EventDetails'));
  const kept = details.map(([name, value]) => {
    const members = Object.entries(value as object).filter(([each]) => !isExecutionData(each));
    return [name, Object.fromEntries(members) as object] as const;
  });
  return Object.fromEntries(kept);
}

/** A token is of one execution: that of another is none. */
const tokenOf = (event: number, executionArn: string): string =>
  Buffer.from(`${event}|${executionArn}`).toString('base64');

function eventOfToken(token: string, executionArn: string): number {
  const [, event, arn] = /^(\d{1,6})\|(.*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (event === undefined || arn !== executionArn) throw invalidToken();
  return Number(event);
}
