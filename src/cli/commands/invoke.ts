import { existsSync, readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { reviveBlobs } from '../../cloud/admin/blob-json.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { type Command, endpointFlags, text } from '../command.ts';
import { clientFrom } from '../endpoint.ts';
import { fail } from '../failure.ts';
import { findFunction } from '../find-function.ts';
import { paintError } from '../paint.ts';

interface Invoked {
  readonly StatusCode: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly Payload?: Uint8Array;
}

/** Lambda hands out so much of a log's end: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const logBytesMax = 4096;

/** `squall invoke`: calls a function with an event, and shows its answer and its logs. */
export const invoke: Command = {
  summary: 'invoke a function with an event, and show its answer and its logs',
  usage: 'invoke <function> [options]',
  positionalsMax: 1,
  flags: {
    ...endpointFlags,
    event: { type: 'string', short: 'e', value: 'FILE', help: 'JSON of the event, - for standard input (default: {})' },
    qualifier: { type: 'string', value: 'NAME', help: 'a version or an alias' },
  },
  examples: [
    'squall invoke Orders',
    'squall invoke shop/Orders --event events/order.json',
    'sam local generate-event sqs receive-message | squall invoke Orders --event -',
    'squall invoke orders-fn --event \'{"id":1}\' --json',
  ],
  async run([wanted], flags) {
    if (wanted === undefined) {
      throw new SquallError(
        'InvalidOption',
        'There is no function to invoke.',
        'Name it by its name or its logical id: squall invoke Orders',
      );
    }
    const client = clientFrom(flags);
    const event = await readEvent(text(flags.event));
    const FunctionName = await findFunction(client, wanted);
    const Qualifier = text(flags.qualifier);
    const answer = await client.call('lambda', 'Invoke', {
      FunctionName,
      LogType: 'Tail',
      Payload: Buffer.from(event),
      ...(Qualifier !== undefined && { Qualifier }),
    });
    return flags.json ? tellPrograms(reviveBlobs(answer) as Invoked) : tell(reviveBlobs(answer) as Invoked, wanted);
  },
};

/** As it is: what `sam local generate-event` prints is an event. */
async function readEvent(given: string | undefined): Promise<string> {
  if (given === undefined) return '{}';
  const isInline = /^\s*[{["]/.test(given);
  const event = isInline ? given : given === '-' ? await textOf(process.stdin) : readFile(given);
  try {
    JSON.parse(event);
    return event;
  } catch (cause) {
    const where = isInline ? 'The event' : given === '-' ? 'Standard input' : given;
    const message = `${where} is not JSON: ${(cause as Error).message}`;
    throw new SquallError('InvalidOption', message, 'An event is one value of JSON.', { cause });
  }
}

function readFile(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new SquallError('InvalidOption', `There is no ${path}.`, 'Name a file, or - for standard input.');
}

const logOf = ({ LogResult = '' }: Invoked): string => Buffer.from(LogResult, 'base64').toString();

const payloadOf = ({ Payload }: Invoked): string => Buffer.from(Payload ?? []).toString();

/** The answer goes to standard output, all that was logged to standard error. */
function tell(answer: Invoked, wanted: string): number {
  const log = logOf(answer);
  if (Buffer.byteLength(log) >= logBytesMax) {
    process.stderr.write(`${paintError.dim(`… the last lines; all of them: squall logs ${wanted}`)}\n`);
  }
  process.stderr.write(paintError.dim(log));
  const payload = payloadOf(answer);
  if (payload !== '') process.stdout.write(`${payload}\n`);
  if (answer.FunctionError === undefined) return 0;
  return fail(`${wanted} ended with an error (${answer.FunctionError}).`, 'Its answer and its logs say which.', 1);
}

function tellPrograms(answer: Invoked): number {
  const { StatusCode: statusCode, ExecutedVersion: executedVersion, FunctionError: functionError } = answer;
  const told = { statusCode, executedVersion, functionError, payload: parsed(payloadOf(answer)), log: logOf(answer) };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  return functionError === undefined ? 0 : 1;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
