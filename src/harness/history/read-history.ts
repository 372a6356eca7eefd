import type { CloudClient } from '../cloud-client.ts';

/** An event as the API tells it: its details are in a member that is named after its type. */
export interface HistoryEvent {
  readonly id: number;
  readonly type: string;
  readonly previousEventId?: number;
  readonly timestamp: Date | string | number;
  readonly [details: string]: unknown;
}

export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: string;
  readonly startDate: Date | string;
  readonly stopDate?: Date | string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** An execution with all events of its history. */
export interface ExecutionHistory {
  readonly execution: ExecutionDescription;
  readonly events: readonly HistoryEvent[];
}

/** Reads it by calls that every target answers. Express executions have no history: ExecutionDoesNotExist. */
export async function readHistory(aws: CloudClient, executionArn: string): Promise<ExecutionHistory> {
  const execution = await aws.call<ExecutionDescription>('states', 'DescribeExecution', { executionArn });
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: 1000, ...(nextToken !== undefined && { nextToken }) };
    const page = await aws.call<Page>('states', 'GetExecutionHistory', input);
    events.push(...page.events);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return { execution, events };
}

interface Page {
  readonly events: readonly HistoryEvent[];
  readonly nextToken?: string;
}
