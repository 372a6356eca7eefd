import { durationMs } from '../../cloud/kernel/clock.ts';
import { AwsError, SquallError } from '../../index.ts';
import { newFrame } from '../run/naming.ts';
import type { Outcome } from '../run/outcome.ts';
import { type ServiceCall, scenarioCalls } from './scenario-calls.ts';
import type { Given, When } from './scenario-verbs.ts';
import { type ClientHost, createClient } from './test-client.ts';

/** The verbs of one client in one run. */
export function whenVerbs(given: Given, host: ClientHost, { index, input }: Pick<When, 'index' | 'input'>): When {
  const { clock, names } = host;
  const calls = scenarioCalls(names);
  return {
    ...given,
    name: host.name ?? 'A',
    index,
    input,
    client: (options) => createClient(host, options),
    schedule: async (functionName, { every, times = 3 }) => {
      const unjudged = { ...host, outcomes: [] };
      for (let count = 0; count < times; count += 1) {
        await clock.sleep(durationMs(every));
        await direct(unjudged, calls.invoke(functionName));
      }
    },
    tick: async (scheduleName, { times = 1 } = {}) => {
      for (let count = 0; count < times; count += 1) {
        // A moment later than its time it has come, and the next one is known.
        await clock.sleep(host.letCome(scheduleName) - clock.now() + 1);
      }
    },
    sleep: (duration) => clock.sleep(durationMs(duration)),
    invoke: async (functionName, payload, options = {}) => {
      const InvocationType = options.async ? 'Event' : 'RequestResponse';
      const Payload = Buffer.from(JSON.stringify(payload ?? {}));
      return direct(host, calls.invoke(functionName, { InvocationType, Payload }));
    },
    call: (service, operation, input) => direct(host, [service, operation, { ...input }]),
    start: async (machine, input, options = {}) => {
      const { type } = await given.call<{ readonly type: string }>(...calls.machine(machine));
      const { name, async: isAsync = false } = options;
      const isSync = type === 'EXPRESS' && !isAsync;
      return direct(
        host,
        calls.start(machine, input, { isSync, ...(name !== undefined && { name }) }),
        executionAnswer,
      );
    },
    send: async (queueName, body, options) => direct(host, calls.sendMessage(queueName, body, options)),
    publish: async (topicName, message, options) => direct(host, calls.publish(topicName, message, options)),
    putEvents: async (...events) => direct(host, calls.putEvents(events)),
    upload: async (bucketName, key, body) => direct(host, calls.putObject(bucketName, key, body)),
  };
}

/** What an operation that succeeded says: also that what it was asked to do failed. */
interface Answer {
  readonly body: string;
  readonly isText: boolean;
  /** Of what failed. */
  readonly error?: string;
}

function plainAnswer(output: object): Answer {
  const { Payload, FunctionError } = output as { readonly Payload?: Uint8Array; readonly FunctionError?: string };
  return {
    body: Payload ? Buffer.from(Payload).toString('utf8') : JSON.stringify(output),
    isText: Payload !== undefined,
    ...(FunctionError !== undefined && { error: FunctionError }),
  };
}

/** How an execution that was waited for ended; one that goes on says so. */
function executionAnswer(output: object): Answer {
  const { status, output: told, error } = output as Readonly<Record<'status' | 'output' | 'error', string | undefined>>;
  if (status === undefined) return plainAnswer(output);
  const isWell = status === 'SUCCEEDED';
  return {
    body: isWell ? (told ?? '') : JSON.stringify({ status, error }),
    isText: true,
    ...(!isWell && { error: error ?? status }),
  };
}

/** A call that the client makes of a service itself, told as an outcome like a request. */
async function direct(host: ClientHost, call: ServiceCall, read = plainAnswer): Promise<Outcome> {
  const { clock, startMs, name } = host;
  const [service, operation] = call;
  if (host.isClosed()) return new Promise<never>(() => {});
  const client = name ?? 'A';
  const step = host.nextStep();
  const path = [name, step > 1 ? `step${step}` : undefined, 'try1'].filter((part) => part !== undefined).join('.');
  const frame = newFrame(path, client, client, name === undefined ? 'client' : `client ${name}`);
  const begunMs = clock.now() - startMs;
  const answer = await host.call(call, frame).then(
    (output) => ({ output, error: undefined }),
    (error: unknown) => {
      // No answer of a service: the call was never made, and that is for who wrote it.
      if (error instanceof SquallError) throw error;
      return { output: undefined, error };
    },
  );
  const endMs = clock.now() - startMs;
  const told = read(answer.output ?? {});
  const ok = answer.error === undefined && told.error === undefined;
  const status = ok ? 200 : statusOf(answer.error);
  const error = ok ? undefined : String((answer.error as Error | undefined)?.name ?? told.error);
  const outcome: Outcome = {
    client,
    step,
    request: `${service}.${operation}`,
    idempotencyKey: undefined,
    ok,
    status,
    headers: {},
    body: told.body,
    json: ok || told.isText ? JSON.parse(told.body || 'null') : undefined,
    tries: [{ status, error, startMs: begunMs, endMs }],
    durationMs: endMs - begunMs,
  };
  host.outcomes.push(outcome);
  return outcome;
}

/** What protocols answer where the error itself names no status: 400 for the caller's mistakes. */
const statusOf = (error: unknown): number =>
  error instanceof AwsError ? (error.status ?? (error.fault === 'server' ? 500 : 400)) : 500;
