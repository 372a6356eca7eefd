import { AwsError } from '../../cloud/kernel/errors.ts';
import { rootCaller } from '../../cloud/kernel/identity.ts';
import { newFrame } from '../run/naming.ts';
import type { Outcome } from '../run/outcome.ts';
import { type ServiceCall, scenarioCalls } from './scenario-calls.ts';
import type { Given, When } from './scenario-verbs.ts';
import { account, region } from './scope.ts';
import { type ClientHost, createClient, durationMs } from './test-client.ts';

/** The verbs of one client in one run. */
export function whenVerbs(given: Given, host: ClientHost, index: number): When {
  const { cloud, names } = host;
  const calls = scenarioCalls(names);
  return {
    ...given,
    name: host.name ?? 'A',
    index,
    client: (options) => createClient(host, options),
    schedule: async (functionName, { every, times = 3 }) => {
      const unjudged = { ...host, outcomes: [] };
      for (let count = 0; count < times; count += 1) {
        await cloud.clock.sleep(durationMs(every));
        await direct(unjudged, calls.invoke(functionName));
      }
    },
    sleep: (duration) => cloud.clock.sleep(durationMs(duration)),
    invoke: async (functionName, payload, options = {}) => {
      const InvocationType = options.async ? 'Event' : 'RequestResponse';
      const Payload = Buffer.from(JSON.stringify(payload ?? {}));
      return direct(host, calls.invoke(functionName, { InvocationType, Payload }));
    },
    call: (service, operation, input) => direct(host, [service, operation, { ...input }]),
    send: async (queueName, body, options) => direct(host, calls.sendMessage(queueName, body, options)),
  };
}

/** A call that the client makes of a service itself, told as an outcome like a request. */
async function direct(host: ClientHost, [service, operation, input]: ServiceCall): Promise<Outcome> {
  const { cloud, scheduler, startMs, name } = host;
  if (scheduler.isClosed) return new Promise<never>(() => {});
  const client = name ?? 'A';
  const step = host.nextStep();
  const path = [name, step > 1 ? `step${step}` : undefined, 'try1'].filter((part) => part !== undefined).join('.');
  scheduler.beginCall(input, newFrame(path, client, client, name === undefined ? 'client' : `client ${name}`));
  const begunMs = cloud.clock.now() - startMs;
  const caller = rootCaller(account, account);
  const answer = await cloud.kernel
    .call<Readonly<Record<string, unknown>>>(service, operation, input, { caller, account, region: region })
    .then(
      (output) => ({ output, error: undefined }),
      (error: unknown) => ({ output: undefined, error }),
    );
  const endMs = cloud.clock.now() - startMs;
  const { Payload, FunctionError } = (answer.output ?? {}) as {
    readonly Payload?: Uint8Array;
    readonly FunctionError?: string;
  };
  const body = Payload ? Buffer.from(Payload).toString('utf8') : JSON.stringify(answer.output ?? {});
  const ok = answer.error === undefined && FunctionError === undefined;
  const status = ok ? 200 : statusOf(answer.error);
  const outcome: Outcome = {
    client,
    step,
    request: `${service}.${operation}`,
    idempotencyKey: undefined,
    ok,
    status,
    headers: {},
    body,
    json: ok || Payload ? JSON.parse(body || 'null') : undefined,
    tries: [
      {
        status,
        error: ok ? undefined : String((answer.error as Error | undefined)?.name ?? FunctionError),
        startMs: begunMs,
        endMs,
      },
    ],
    durationMs: endMs - begunMs,
  };
  host.outcomes.push(outcome);
  return outcome;
}

/** What protocols answer where the error itself names no status: 400 for the caller's mistakes. */
const statusOf = (error: unknown): number =>
  error instanceof AwsError ? (error.status ?? (error.fault === 'server' ? 500 : 400)) : 500;
