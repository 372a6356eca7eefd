import { AwsError, SquallError, UnsupportedError } from '../kernel/errors.ts';
import { defaultAccount, rootCaller } from '../kernel/identity.ts';
import { shieldBlobs } from './blob-json.ts';
import type { AdminContext } from './context.ts';
import { deployNotes } from './deploy-notes.ts';
import { addFault, clearFaults, listFaults } from './faults.ts';
import { health } from './health.ts';
import { readInput } from './read-input.ts';
import type { Route } from './route.ts';

type Body = Parameters<Route>[1];

/** The whole admin API, as `METHOD /path`. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /_squall/health': ({ kernel }) => health(kernel),
  'GET /_squall/status': status,
  'POST /_squall/reset': async ({ actions }) => {
    await actions.reset();
    return { reset: true };
  },
  'GET /_squall/snapshots': ({ snapshots }) => ({ snapshots: [...snapshots.keys()] }),
  'POST /_squall/snapshots': takeSnapshot,
  'POST /_squall/restore': restoreSnapshot,
  'GET /_squall/journal': readJournal,
  'GET /_squall/clock': ({ kernel }) => ({
    now: new Date(kernel.clock.now()).toISOString(),
    virtual: kernel.clock.isVirtual,
  }),
  'POST /_squall/clock/advance': advanceClock,
  'GET /_squall/faults': listFaults,
  'POST /_squall/faults': addFault,
  'DELETE /_squall/faults': clearFaults,
  'POST /_squall/call': callService,
  'POST /_squall/deploy-notes': deployNotes,
};

function status({ kernel, snapshots }: AdminContext) {
  const operations = [...kernel.services.values()].map((service) => [
    service.name,
    Object.keys(service.operations).length,
  ]);
  return {
    ...health(kernel),
    endpoint: kernel.endpoint,
    operations: Object.fromEntries(operations) as Record<string, number>,
    hops: kernel.journal.count,
    snapshots: [...snapshots.keys()],
    memoryMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
    pid: process.pid,
  };
}

function takeSnapshot({ kernel, snapshots }: AdminContext, body: Body) {
  const name = nameOf(body);
  snapshots.set(name, kernel.world.snapshot());
  return { name };
}

async function restoreSnapshot({ actions, snapshots }: AdminContext, body: Body) {
  const name = nameOf(body);
  const snapshot = snapshots.get(name);
  if (!snapshot) {
    const known = [...snapshots.keys()].join(', ') || 'none yet';
    throw new SquallError('UnknownSnapshot', `There is no snapshot “${name}”.`, `Snapshots: ${known}.`);
  }
  await actions.restore(snapshot);
  return { name };
}

function readJournal({ kernel }: AdminContext, _body: Body, query: URLSearchParams) {
  return { count: kernel.journal.count, hops: kernel.journal.hops(sinceOf(query)) };
}

function sinceOf(query: URLSearchParams): number {
  const since = query.get('since') ?? '0';
  if (/^\d+$/.test(since)) return Number(since);
  throw new SquallError('InvalidOption', 'Since which hop?', 'Send a whole number: /_squall/journal?since=100.');
}

async function advanceClock({ kernel }: AdminContext, body: Body) {
  const { duration } = body;
  if (typeof duration !== 'string' && typeof duration !== 'number') {
    throw new SquallError('InvalidOption', 'By how much?', 'Send {"duration":"24h"}.');
  }
  await kernel.clock.advance(duration);
  return { now: new Date(kernel.clock.now()).toISOString() };
}

/**
 * Any operation of any service as JSON, through the pipeline: what our own CLI and console speak, so that they need no
 * SDK. Blobs travel as `{"$base64": "…"}`, times as ISO strings; AWS's errors come back as `error`.
 */
async function callService({ kernel }: AdminContext, body: Body) {
  const { service, operation, input = {}, account = defaultAccount, region = kernel.settings.defaultRegion } = body;
  if (typeof service !== 'string' || typeof operation !== 'string' || typeof input !== 'object' || input === null) {
    throw new SquallError(
      'InvalidOption',
      'Which operation?',
      'Send {"service":"sts","operation":"GetCallerIdentity"}.',
    );
  }
  if (typeof account !== 'string' || typeof region !== 'string' || !/^\d{12}$/.test(account) || region === '') {
    const hint = 'Send {"account":"000000000000","region":"us-east-1"}, or leave them out.';
    throw new SquallError('InvalidOption', 'In which account and region?', hint);
  }
  const caller = rootCaller(account, account);
  try {
    const output = await kernel.call(service, operation, readInput(service, operation, input), {
      caller,
      region,
    });
    return { output: shieldBlobs(output) };
  } catch (error) {
    if (error instanceof AwsError) return { error: { code: error.code, message: error.message } };
    if (error instanceof UnsupportedError) return { error: { code: error.name, message: error.message } };
    throw error;
  }
}

function nameOf({ name }: Body): string {
  if (typeof name === 'string' && name.length > 0 && name.length <= 128) return name;
  throw new SquallError('InvalidOption', 'A snapshot needs a name.', 'Send {"name":"before"}.');
}
