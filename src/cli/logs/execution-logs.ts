import { AwsError, SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { executionGraph, type GraphPaint } from '../../harness/history/execution-graph.ts';
import { type ExecutionDescription, type ExecutionHistory, readHistory } from '../../harness/history/read-history.ts';
import { paint } from '../paint.ts';

const paints = { passed: paint.green, caught: paint.yellow, failed: paint.red, running: paint.cyan } as const;

const colours: GraphPaint = {
  dim: paint.dim,
  bold: paint.bold,
  outcome: (text, outcome) => text.replace(/[✓↷✗…]/u, (mark) => paints[outcome](mark)),
};

export const shownExecution = (history: ExecutionHistory): string => `${executionGraph(history, colours).join('\n')}\n`;

/** Executions that clients of the API find: those of standard machines. */
type Listed = Pick<ExecutionDescription, 'executionArn' | 'name' | 'status' | 'startDate' | 'stopDate'>;

/** By its ARN, or by its name or the beginning of it: the newest one. Throws `SquallError` where there is none. */
export async function findExecution(client: CloudClient, wanted: string): Promise<string> {
  if (wanted.startsWith('arn:')) return wanted;
  const listed = await listExecutions(client);
  const found = listed.filter(({ name }) => name.startsWith(wanted));
  const newest = found.find(({ name }) => name === wanted) ?? found[0];
  if (newest) return newest.executionArn;
  const known = listed.slice(0, 10).map(({ name }) => name);
  throw new SquallError(
    'NotFound',
    `No execution is named “${wanted}”.`,
    `There are: ${known.join(', ') || 'none yet'}.`,
  );
}

/** The history of one execution. Throws `SquallError` for an ARN that no execution has. */
export async function historyOf(client: CloudClient, executionArn: string): Promise<ExecutionHistory> {
  try {
    return await readHistory(client, executionArn);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'InternalFailure') throw error;
    const hint = 'Executions of express machines keep no history: their log group has it, where the machine logs.';
    throw new SquallError('NotFound', error.message, hint, { cause: error });
  }
}

/** Executions of all machines, newest first; with `machine` of those that have it in their name. */
export async function listExecutions(client: CloudClient, machine = ''): Promise<readonly Listed[]> {
  const machines = await pages<Machine>(client, 'ListStateMachines', {}, 'stateMachines');
  const wanted = machines.filter(
    ({ type, name }) => type === 'STANDARD' && name.toLowerCase().includes(machine.toLowerCase()),
  );
  const listed = await Promise.all(
    wanted.map(({ stateMachineArn }) => pages<Listed>(client, 'ListExecutions', { stateMachineArn }, 'executions')),
  );
  return listed.flat().sort((a, b) => startMs(b) - startMs(a));
}

const startMs = ({ startDate }: Listed): number => new Date(startDate).getTime();

interface Machine {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: string;
}

async function pages<Item>(client: CloudClient, operation: string, input: object, member: string): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.call('states', operation, { ...input, ...(nextToken !== undefined && { nextToken }) });
    items.push(...((page[member] as readonly Item[] | undefined) ?? []));
    nextToken = page.nextToken as string | undefined;
  } while (nextToken !== undefined);
  return items;
}

/** Executions that are over since they were last asked for. The first time those that were over before are none of them. */
export class EndedExecutions {
  readonly #client: CloudClient;
  readonly #machine: string | undefined;
  #known: Set<string> | undefined;

  constructor(client: CloudClient, machine: string | undefined) {
    this.#client = client;
    this.#machine = machine;
  }

  async next(): Promise<readonly ExecutionHistory[]> {
    const over = (await listExecutions(this.#client, this.#machine)).filter(({ status }) => status !== 'RUNNING');
    const known = this.#known;
    this.#known = new Set(over.map(({ executionArn }) => executionArn));
    if (!known) return [];
    const ended = over.filter(({ executionArn }) => !known.has(executionArn));
    return Promise.all(ended.reverse().map(({ executionArn }) => readHistory(this.#client, executionArn)));
  }
}
