import type { HistoryEventType, HistoryEvent as SdkEvent } from '@aws-sdk/client-sfn';

/** Details of events by their types, as AWS tells them. */
export type EventDetails = Omit<SdkEvent, 'id' | 'type' | 'timestamp' | 'previousEventId'>;

/** An event of an execution's history. */
export interface HistoryEvent extends EventDetails {
  readonly id: number;
  readonly type: HistoryEventType;
  readonly atMs: number;
  readonly previous: number;
}

const dataMembers = ['input', 'output', 'parameters', 'assignedVariables'];

/** Whether a member of an event's details is data of the execution, or says something of it. */
export const isExecutionData = (name: string): boolean =>
  dataMembers.some((each) => name === each || name === `${each}Details`);

/** Of an execution: what its ARN has behind account and region, which all keys of a collection have in common. */
const keyOf = (execution: string): string => execution.slice(execution.indexOf(':ex', 'arn:aws:states:'.length) + 1);

/** Event ids sort by number. */
export const eventKey = (execution: string, id: number): string => frameKey(execution, String(id).padStart(7, '0'));
/** Joined: a template would be a tree of its parts beside the key that is made of it. */
export const frameKey = (execution: string, id: string): string => [keyOf(execution), '|', id].join('');
