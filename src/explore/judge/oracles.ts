import type { Run } from '../run/run.ts';
import { type Baseline, isReplayOf, netSideEffects, unlike } from './baseline.ts';
import { type Difference, hashOf } from './state.ts';
import type { Violation } from './verdict.ts';

/** What the oracles look at. */
export interface Evidence {
  readonly run: Run;
  readonly baseline: Baseline;
  readonly difference: readonly Difference[];
  /** Every request ended as in the fault-free run. */
  readonly isSuccess: boolean;
  /** In a race state and sideEffects are held against runs one after the other, by others. */
  readonly isRace: boolean;
  /** Clients that may each have an effect: those with different keys. */
  readonly distinct: number;
}

/** An oracle needs no specification: it holds a run against the fault-free one, and against what is never right. */
export type Oracle = (evidence: Evidence) => readonly Violation[];

const list = (items: readonly string[]): string => items.slice(0, 3).join('; ') + (items.length > 3 ? ' …' : '');

/** 1. At most one effect for an idempotency key, whatever was tried again. */
const oneEffect: Oracle = ({ run, baseline, distinct }) => {
  const violations: Violation[] = [];
  for (const [route, count] of netSideEffects(run)) {
    const expected = (baseline.sideEffects.get(route) ?? 0) * distinct;
    if (count <= expected || expected === 0) continue;
    const keys = [
      ...new Set(
        run.sideEffects
          .filter((each) => each.route === route && !each.undone)
          .map(({ idempotencyKey }) => idempotencyKey ?? 'none'),
      ),
    ];
    violations.push({
      code: 'DUP',
      oracle: '1 at most one effect',
      what: `${route} took effect ${count} times, without faults ${expected}.`,
      why:
        keys.length > 1
          ? `The executions used different keys there (${list(keys)}), so the service outside could not tell that they are one.`
          : keys[0] === 'none'
            ? 'The request carries no idempotency key that the service outside could know it by.'
            : 'The service outside took the same key for another request.',
    });
  }
  return violations;
};

/** 2. Whatever was acknowledged is there at the end. */
const nothingLost: Oracle = ({ run, baseline, difference, isSuccess, isRace }) => {
  if (!isSuccess || isRace) return [];
  const violations: Violation[] = [];
  const net = netSideEffects(run);
  for (const [route, count] of baseline.sideEffects) {
    if ((net.get(route) ?? 0) >= count) continue;
    violations.push({
      code: 'LOST',
      oracle: '2 no lost acknowledged write',
      what: `The client was told of success, and ${route} did not take effect.`,
    });
  }
  const missing = difference.filter(
    (each) => each.missing.length > 0 && each.extra.length < each.missing.length && !each.group.startsWith('queue'),
  );
  if (missing.length > 0) {
    violations.push({
      code: 'LOST',
      oracle: '2 no lost acknowledged write',
      what: `The client was told of success, and ${list(missing.map(({ group, missing: rows }) => `${group} lacks ${rows[0]}`))}.`,
    });
  }
  return violations;
};

/** 3. After success the state is that of the fault-free run. */
const convergence: Oracle = ({ difference, isSuccess, isRace }) => {
  if (!isSuccess || isRace || difference.length === 0) return [];
  const extra = difference.filter((each) => each.extra.length > each.missing.length);
  const isDuplicate = extra.some(
    ({ group }) => group.startsWith('table') || group.startsWith('queue') || group.startsWith('bucket'),
  );
  return [
    {
      code: isDuplicate ? 'DUP' : 'DIVERGED',
      oracle: '3 convergence',
      what: `The client was told of success, and the state is not that of the fault-free run: ${list(difference.map(tell))}.`,
    },
  ];
};

const tell = ({ group, missing, extra }: Difference): string =>
  `${group} ${[missing.length > 0 ? `lacks ${missing.length}` : '', extra.length > 0 ? `has ${extra.length} more` : ''].filter((part) => part !== '').join(' and ')}`;

/** 4. Whoever tries again comes through in the end. */
const liveness: Oracle = ({ run, baseline, isSuccess }) => {
  if (run.end === 'endless') {
    return [{ code: 'ENDLESS', oracle: '4 liveness', what: 'The run does not end: something is done over and over.' }];
  }
  if (run.end === 'stuck')
    return [
      { code: 'STUCK', oracle: '4 liveness', what: 'The client waits for ever: nothing is left that could answer it.' },
    ];
  if (isSuccess) return [];
  const failed = unlike(run, baseline.run);
  const [first] = failed;
  if (!first || baseline.run.outcomes.length === 0) return [];
  const wanted = baseline.run.outcomes[0]?.tries.length ?? 1;
  // Who does not try again cannot come through: that is told by oracle 5.
  if (first.tries.length <= wanted && !hasRetries(run)) return [];
  // Its last try met a fault of its own: one more would have come through, for all that is known.
  if (wasLastTryHit(run, first)) return [];
  const answers = first.tries.map(({ status, error }) => status ?? error).join(', ');
  return [
    {
      code: 'STUCK',
      oracle: '4 liveness',
      what: `The client tried ${first.tries.length} times and never came through: ${answers}.`,
    },
  ];
};

/** Whether a fault met something in the course of a client's last try. */
function wasLastTryHit({ boundaryCalls, outcomes }: Run, { client, tries }: Run['outcomes'][number]): boolean {
  const last = new RegExp(
    `^${outcomes.some((other) => other.client !== client) ? `${client}\\.` : ''}(?:step\\d+\\.)?try${tries.length}(?: >|$)`,
  );
  return boundaryCalls.some(({ point, fault }) => fault !== undefined && last.test(point));
}

const hasRetries = ({ outcomes }: Run): boolean => outcomes.some(({ tries }) => tries.length > 1);

/** 4. Nothing is put aside as dead that was never done. */
const deadLetters: Oracle = ({ run, baseline, difference, isRace }) => {
  if (isRace) return [];
  const letters = difference.filter(
    ({ group, extra, missing }) => group.startsWith('queue') && extra.length > missing.length,
  );
  if (letters.length === 0) return [];
  const net = netSideEffects(run);
  const undone = [...baseline.sideEffects]
    .filter(([route, count]) => (net.get(route) ?? 0) < count)
    .map(([route]) => route);
  // Where nothing happens outside, what is done shows in the state alone.
  const missing = difference
    .filter((each) => !each.group.startsWith('queue') && each.missing.length > each.extra.length)
    .map(({ group }) => group);
  if (undone.length === 0 && (missing.length === 0 || baseline.sideEffects.size > 0)) return [];
  return [
    {
      code: 'DEAD',
      oracle: '4 liveness',
      what: `A message ended in ${letters.map(({ group }) => group).join(', ')} and was never executed: ${list([...undone.map((route) => `no ${route}`), ...missing.map((group) => `${group} lacks its row`)])}.`,
    },
  ];
};

/** H10. Whoever is told definitely no must not have been charged. */
const neverChargedAndRefused: Oracle = ({ run, baseline, difference, isSuccess, isRace }) => {
  if (isSuccess || isRace) return [];
  const [outcome] = run.outcomes;
  const status = outcome?.status ?? 500;
  // Whoever was told something else before and then stopped took this for the last word.
  const tries = outcome?.tries ?? [];
  const isFinal = status >= 400 && status < 500 && tries.filter((each) => each.status === status).length === 1;
  const held = [...netSideEffects(run).keys()].filter((route) => (baseline.sideEffects.get(route) ?? 0) > 0);
  if (!isFinal) return [];
  if (held.length === 0) return isDone(baseline, difference) ? [refusedAndDone(status)] : [];
  return [
    {
      code: 'CHARGED',
      oracle: '2 no lost acknowledged write',
      what: `The client was told ${status}, a final no, and ${held.join(', ')} took effect.`,
    },
  ];
};

/** All that success would leave behind is there. */
const isDone = ({ first, state }: Baseline, difference: readonly Difference[]): boolean =>
  hashOf(first) !== hashOf(state) && difference.every(({ missing }) => missing.length === 0);

const refusedAndDone = (status: number): Violation => ({
  code: 'CHARGED',
  oracle: '2 no lost acknowledged write',
  what: `The client was told ${status}, a final no, and everything that success leaves behind is there.`,
});

/** 6. The retries of all layers together stay within bounds. */
const retryStorm: Oracle = ({ run }) => {
  const bound = 64;
  const counts = new Map<string, number>();
  for (const { service, operation, resource } of run.boundaryCalls) {
    const name = `${service}.${operation}(${resource ?? ''})`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const worst = [...counts].find(([, count]) => count > bound * Math.max(1, run.outcomes.length));
  return worst
    ? [{ code: 'RETRY-STORM', oracle: '6 bounded retries', what: `${worst[0]} was called ${worst[1]} times.` }]
    : [];
};

/** 7. Nothing goes on after the reply. */
const noWorkAfterReply: Oracle = ({ run }) =>
  unique(
    run.incidents
      .filter(({ kind }) => kind === 'outstanding' || kind === 'sentAfterReply')
      .map(({ functionName, detail }) => `${functionName}: ${detail}`),
  ).map((what) => ({
    code: 'LATE',
    oracle: '7 no work after reply',
    what: `A call was under way when its function had replied: ${what}.`,
    why: 'Lambda freezes the function at its reply; the call ends with the next event, or never. Await it.',
  }));

/** 8. Secrets stay secret. */
const noSecrets: Oracle = ({ run, baseline }) => {
  const places: (readonly [string, readonly string[]])[] = [
    ['a log', run.logs],
    ['an answer', run.outcomes.map(({ body }) => body)],
    ['a URL', run.boundaryCalls.map(({ resource }) => resource ?? '')],
  ];
  for (const secret of baseline.secrets) {
    const forms = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')];
    for (const [name, texts] of places) {
      if (!texts.some((text) => forms.some((form) => text.includes(form)))) continue;
      return [
        {
          code: 'SECRET',
          oracle: '8 no secret material',
          what: `The value of a secret stands in ${name}: ${secret.slice(0, 4)}….`,
        },
      ];
    }
  }
  return [];
};

/** 9. The same key gets the same answer. */
const replay: Oracle = ({ run, baseline, isSuccess, isRace }) => {
  if (!baseline.isReplayed || !run.replay || !isSuccess || isRace || isReplayOf(run)) return [];
  const [again] = run.replay.outcomes;
  const what =
    run.replay.sideEffects > 0
      ? 'The same request once more took effect once more.'
      : `The same request once more was answered otherwise: ${again?.status} ${again?.body.slice(0, 80)}.`;
  return [{ code: 'REPLAY', oracle: '9 replay equality', what }];
};

/** What cannot be explored is no result. */
const owned: Oracle = ({ run }) =>
  unique(
    run.incidents
      .filter(({ kind }) => kind === 'looped' || kind === 'refused')
      .map(({ kind, functionName, detail }) => `${kind}|${functionName}|${detail}`),
  ).map((text) => {
    const [kind, functionName, detail] = text.split('|');
    return kind === 'looped'
      ? { code: 'ENDLESS', oracle: '4 liveness', what: `${functionName} loops without an end at ${detail}.` }
      : {
          code: 'NOT-OWNED',
          oracle: 'explorable',
          what: `${functionName} uses ${detail}, which would leave the run's own time and network.`,
        };
  });

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** In the order in which their findings are named: what harms most comes first. */
export const oracles: readonly Oracle[] = [
  owned,
  oneEffect,
  neverChargedAndRefused,
  deadLetters,
  nothingLost,
  convergence,
  liveness,
  noSecrets,
  replay,
  noWorkAfterReply,
  retryStorm,
];
