import { nearestWord } from '../../cloud/kernel/nearest-word.ts';
import { SquallError } from '../../index.ts';
import { hangingIn } from '../judge/execution-oracles.ts';
import { baseOf, originOf } from '../run/naming.ts';
import type { Run } from '../run/run.ts';
import type { Simulation } from '../simulation/simulation.ts';
import { keepsFailedEvents, keepsFailedRecords, routesOf, runtimesOf } from '../simulation/unserved.ts';

/**
 * A run that nothing was done to must be one that a user would call a success or a refusal, not an accident. Throws
 * `SquallError` with what is wrong, and what the function itself says of it.
 */
export async function assertSound(run: Run, { client, names }: Simulation): Promise<void> {
  if (run.scenarioError !== undefined) throw run.scenarioError;
  const foreign = await ofOtherRuntime(run, { client, names });
  const problems = [foreign, playable(run), bounded(run), waiting(run), successful(run), served(run)];
  const told = problems.find((problem) => problem !== undefined) ?? (await lost(run, { client, names }));
  if (told) throw new SquallError('NotExplorable', told.message, told.hint);
  const unrouted = run.outcomes.find(({ isUnrouted }) => isUnrouted);
  if (!unrouted) return;
  const routes = await routesOf(client, names);
  const meant = nearestRoute(unrouted.request.split('?')[0] ?? '', routes);
  throw new SquallError(
    'NotExplorable',
    `Without any fault the gateway itself answers ${unrouted.request} with ${unrouted.status} ${unrouted.body}: no route takes it.`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}Routes of the API: ${routes.join(', ') || 'none'}.`,
  );
}

/** The same path with another method, else what is written nearly so. */
const nearestRoute = (wanted: string, routes: readonly string[]): string | undefined =>
  routes.find((route) => route.split(' ')[1] === wanted.split(' ')[1]) ?? nearestWord(wanted, routes);

interface Problem {
  readonly message: string;
  readonly hint: string;
}

/** A function that was to run, and that nothing runs here in a time of its own. */
async function ofOtherRuntime(
  { boundaryCalls }: Run,
  { client, names }: Pick<Simulation, 'client' | 'names'>,
): Promise<Problem | undefined> {
  const failed = boundaryCalls.filter(({ traits, code }) => traits.has('invoke') && code === 'NotImplemented');
  if (failed.length === 0) return undefined;
  for (const [name, runtime] of await runtimesOf(client, names)) {
    if (!failed.some(({ point }) => point.includes(`(${name})#`))) continue;
    return {
      message: `The function ${name} runs on ${runtime}: functions are explored by Node, and by Python where python3 is on the PATH.`,
      hint: 'Explore it where functions are processes of their own: squall up, squall deploy, and squall explore FILE --endpoint URL.',
    };
  }
  return undefined;
}

function playable(run: Run): Problem | undefined {
  const [defect] = run.defects;
  if (defect !== undefined) {
    return {
      message: `The fault-free run cannot be played: ${defect}`,
      hint: 'Play every service outside of AWS with a fakeHttp(…) in `external`.',
    };
  }
  const looped = run.incidents.find(({ kind }) => kind === 'looped' || kind === 'refused');
  if (!looped) return undefined;
  const what = looped.kind === 'looped' ? `loops without an end at ${looped.detail}` : `uses ${looped.detail}`;
  return {
    message: `${looped.functionName} ${what}.`,
    hint: 'Functions are explored in this process, where only their own time and network exist.',
  };
}

function bounded({ failing, end, logs }: Run): Problem | undefined {
  if (failing) {
    const { functionName, source, count, how } = failing;
    const why = how === 'reported' ? '\nIt answers with batchItemFailures.' : '';
    if (source === 'stream') {
      return {
        message: `Without any fault ${functionName} fails with every delivery (${count} in a row), and its stream sets no limit to attempts: the records come back until they expire.${why}${errorsIn(logs)}`,
        hint: 'Mend the function, or give the event source MaximumRetryAttempts and an OnFailure destination if it may fail.',
      };
    }
    return {
      message: `Without any fault ${functionName} fails with every delivery (${count} in a row), and its queue has no dead-letter queue: the message comes back for ever.${why}${errorsIn(logs)}`,
      hint: 'Mend the function, or give the queue a redrive policy if it may fail.',
    };
  }
  if (end !== 'endless') return undefined;
  return {
    message: `The fault-free run does not end: something is done over and over.${errorsIn(logs)}`,
    hint: 'Look for a timer or a message that comes back for ever.',
  };
}

/** Whoever waits for ever without any fault is waiting for something that the scenario has left out. */
function waiting(run: Run): Problem | undefined {
  const [hanging] = hangingIn(run);
  if (!hanging) return undefined;
  return {
    message: `Without any fault an execution of ${hanging.machine} waits for ever in ${hanging.states.join(', ')}: nothing is left that could wake it.${errorsIn(run.logs)}`,
    hint: 'Send what it waits for in `when`, or give the state a TimeoutSeconds or HeartbeatSeconds.',
  };
}

function successful({ outcomes, boundaryCalls, logs }: Run): Problem | undefined {
  const failed = outcomes.find(({ status }) => status === undefined || status >= 500);
  if (failed) {
    return {
      message: `Without any fault ${failed.request} ends with ${failed.status ?? failed.tries.at(-1)?.error}.${errorsIn(logs)}`,
      hint: 'Mend that first: what the log says is above.',
    };
  }
  if (outcomes.length > 0 || boundaryCalls.length > 0) return undefined;
  return { message: 'when() asked for nothing.', hint: 'Return w.client().post(…), w.invoke(…) or w.send(…).' };
}

/** Nobody hears how webhooks and schedules end: what never works leaves nothing behind that faults could change. */
function served({ boundaryCalls, hasTicked, logs }: Run): Problem | undefined {
  const webhooks = boundaryCalls.filter(({ point, traits }) => traits.has('edge') && point.startsWith('webhook'));
  const lastOf = new Map(webhooks.map((call) => [/^webhook\d+/.exec(call.point)?.[0], call]));
  const untaken = [...lastOf.values()].find(({ status }) => status === 'error');
  if (untaken) {
    return {
      message: `Without any fault a webhook is never taken: ${untaken.operation} ends with ${untaken.code}, however often it is sent.${errorsIn(logs)}`,
      hint: 'Mend that first: what the log says is above.',
    };
  }
  const scheduled = boundaryCalls.filter(
    ({ point, traits }) =>
      (traits.has('invoke') && !traits.has('gateway') && isAskedByClient(point)) ||
      (hasTicked && traits.has('arrival') && originOf(point) === undefined),
  );
  const failing = scheduled.find(({ service, resource }) =>
    scheduled.every((each) => each.service !== service || each.resource !== resource || each.code === 'Unhandled'),
  );
  if (!failing) return undefined;
  return {
    message: `Without any fault ${baseOf(failing.point)} fails whenever it is asked for.${errorsIn(logs)}`,
    hint: 'Mend that first: what the log says is above.',
  };
}

/** A function that has failed with all events or records that it got, and nobody keeps them: faults could change nothing. */
async function lost(
  { boundaryCalls, logs }: Run,
  { client, names }: Pick<Simulation, 'client' | 'names'>,
): Promise<Problem | undefined> {
  for (const { name, physical } of names.of('function')) {
    for (const [trait, keeps] of [['arrival', keepsFailedEvents] as const, ['invoke', keepsFailedRecords] as const]) {
      const got = boundaryCalls.filter(
        ({ resource, traits }) => resource === name && traits.has('delivery') && traits.has(trait),
      );
      if (got.length === 0 || got.some(({ code }) => code !== 'Unhandled')) continue;
      if (await keeps(client, names, physical)) continue;
      return {
        message: `Without any fault ${name} fails with everything that is delivered to it, and what failed is kept nowhere.${errorsIn(logs)}`,
        hint: 'Mend that first: what the log says is above. If it may fail, give it a dead-letter queue or an OnFailure destination.',
      };
    }
  }
  return undefined;
}

/** `try1 > lambda.Invoke(Sweep)#1`, and nothing that follows from it. */
const isAskedByClient = (point: string): boolean => originOf(point) !== undefined && point.split(' > ').length === 2;

const errorsMax = 3;

/** What functions logged of errors, each once: a stack begins with the error and says where. */
function errorsIn(logs: readonly string[]): string {
  const stacks = logs.filter((line) => /error/i.test(line)).map(readable);
  return [...new Set(stacks)]
    .slice(0, errorsMax)
    .map((text) => `\n${text.slice(0, 600)}`)
    .join('');
}

/** The stack in the line that a runtime logs of an error that nobody caught, else the line. */
function readable(line: string): string {
  const stack = /"(?:stack|stackTrace|trace)":(\[.*?\])[,}]/s.exec(line)?.[1];
  if (stack === undefined) return line;
  try {
    return (JSON.parse(stack) as readonly string[]).filter(isOfFunction).map(inCode).join('\n');
  } catch {
    return line;
  }
}

const codeDirectory = /(?:file:\/\/)?\/var\/task\//g;

/** Frames below the handler are the executor's. */
const isOfFunction = (frame: string): boolean => !/^\s+at /.test(frame) || frame.includes('/var/task/');

/** Where in the function's own files. */
const inCode = (frame: string): string => frame.replaceAll(codeDirectory, '');
