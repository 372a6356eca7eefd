import { isOf, originOf } from '../run/naming.ts';
import type { Run, SideEffect } from '../run/run.ts';
import { type Baseline, isReplayOf, netSideEffects, unlike } from './baseline.ts';
import { isFinal, isTryAgain } from './endings.ts';
import { type Evidence, list, type Oracle } from './evidence.ts';
import { endingExecutions, failedGroups, hangingIn, successfulExecutions } from './execution-oracles.ts';
import { answers, endings, within } from './outcome-oracles.ts';
import { blockedGroups, deadLetterGroups, deadLetters, emptyDeadLetterQueues, flowingGroups } from './queue-oracles.ts';
import { failsAsInTurn, noMoreEffects, noMoreRefusals, noMoreSuccesses, someOrder } from './race-oracles.ts';
import { type Difference, hashOf } from './state.ts';
import { timeouts } from './timeout-oracle.ts';
import { toldAsStored } from './told-and-stored.ts';
import type { Violation } from './verdict.ts';

/** 1. At most one effect for an idempotency key, whatever was tried again. */
const oneEffect: Oracle = ({ run, baseline, distinct, serial }) => {
  if (serial) return [];
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
  for (const { route, undoesAgain } of run.sideEffects) {
    if (undoesAgain === undefined) continue;
    violations.push({
      code: 'DUP',
      oracle: '1 at most one effect',
      what: `${route} took back what had been taken back before: one ${undoesAgain} was undone twice.`,
    });
  }
  return violations;
};

/** 2. Whatever was acknowledged is there at the end. */
const nothingLost: Oracle = ({ run, baseline, difference, isSuccess, isRace }) => {
  if (isRace) return [];
  const violations: Violation[] = [];
  const net = netSideEffects(run);
  for (const [route, count] of acknowledged(run, baseline)) {
    if ((net.get(route) ?? 0) >= count) continue;
    violations.push({
      code: 'LOST',
      oracle: '2 no lost acknowledged write',
      what: `${whatWasTold(run)}, and ${route} did not take effect.`,
    });
  }
  if (!isSuccess) return violations;
  const missing = difference.filter(
    (each) => each.missing.length > 0 && each.extra.length < each.missing.length && !each.group.startsWith('queue'),
  );
  if (missing.length > 0) {
    violations.push({
      code: 'LOST',
      oracle: '2 no lost acknowledged write',
      what: `${whatWasTold(run)}, and ${list(missing.map(({ group, missing: rows }) => `${group} lacks ${rows[0]}`))}.`,
    });
  }
  return violations;
};

/** What the client heard where it ended as without faults: a refusal, if it is refused then, too. */
function whatWasTold({ outcomes }: Run): string {
  const refusals = outcomes.filter(({ ok }) => !ok).map(({ status, request }) => `${status} to ${request}`);
  if (refusals.length === 0) return 'The client was told of success';
  return `The client was answered as without faults, with ${list(refusals)}`;
}

/** The effects that those requests have without faults which were told of success now; by route. */
function acknowledged(run: Run, { run: faultFree }: Baseline): ReadonlyMap<string, number> {
  const isOk = (step: number): boolean => run.outcomes.some((outcome) => outcome.ok && outcome.step === step);
  const isRefused = (step: number): boolean => faultFree.outcomes.some((each) => !each.ok && each.step === step);
  const all = run.outcomes.length === faultFree.outcomes.length && unlike(run, faultFree).length === 0;
  const sideEffects = faultFree.sideEffects.filter((effect) => {
    const step = stepOf(faultFree, effect);
    return all || (isOk(step) && !isRefused(step));
  });
  return netSideEffects({ sideEffects });
}

/** Whose request a side effect belongs to. */
const stepOf = ({ boundaryCalls }: Run, { boundaryCall }: SideEffect): number =>
  originOf(boundaryCalls[boundaryCall]?.point ?? '')?.step ?? 1;

/** 3. After success the state is that of the fault-free run. */
const convergence: Oracle = ({ run, baseline, difference: all, isSuccess, isRace, distinct }) => {
  // What stands still, lies dead in a queue or has failed is told by oracles of its own.
  const told = new Set([
    ...blockedGroups({ run, baseline }).keys(),
    ...deadLetterGroups({ run, baseline }),
    ...failedGroups({ run, baseline, distinct }),
    ...hangingIn(run).map(({ machine }) => `state machine ${machine}`),
  ]);
  const difference = all.filter(({ group }) => !told.has(group));
  if (!isSuccess || isRace || difference.length === 0) return [];
  const extra = difference.filter((each) => each.extra.length > each.missing.length && !isLeftOver(each, baseline));
  const isDuplicate = extra.some(({ group }) => /^(?:table|queue|bucket|state machine) /.test(group));
  return [
    {
      code: isDuplicate ? 'DUP' : 'DIVERGED',
      oracle: '3 convergence',
      what: `${whatWasTold(run)}, and the state is not that of the fault-free run: ${list(difference.map((each) => tell(each, baseline)))}.`,
      ...(difference.some(isHigher) && { why: 'What adds to a number was done more often than without faults.' }),
    },
  ];
};

/** Whether one row stands for another, in which numbers alone are other ones, and all of them higher. */
function isHigher(each: Difference): boolean {
  const members = changedMembers(each);
  return (
    members !== undefined &&
    members.come.every((text, index) => {
      const [name, value] = splitMember(text);
      const [before, was] = splitMember(members.gone[index] ?? '');
      return name === before && Number(value) > Number(was);
    })
  );
}

const splitMember = (text: string): readonly [string, string] => {
  const at = text.lastIndexOf(': ');
  return [text.slice(0, at), text.slice(at + 2)];
};

/** What is too much was there from the beginning: it was not taken away, and nothing was done twice. */
const isLeftOver = ({ group, missing, extra }: Difference, { first }: Baseline): boolean =>
  missing.length === 0 && extra.every((row) => first[group]?.includes(row));

const tell = (each: Difference, baseline: Baseline): string =>
  isLeftOver(each, baseline) ? `${each.group} still has ${each.extra[0]}` : (changed(each) ?? counted(each));

/** One row for another: what it says otherwise. More than a few members are another row altogether. */
function changedMembers({ missing: [was, ...less], extra: [is, ...more] }: Difference) {
  if (was === undefined || is === undefined || less.length + more.length > 0) return undefined;
  const [before, after] = [was.split(', '), is.split(', ')];
  const [gone, come] = [before.filter((part) => !after.includes(part)), after.filter((part) => !before.includes(part))];
  return gone.length === come.length && gone.length <= membersTold ? { gone, come } : undefined;
}

function changed(each: Difference): string | undefined {
  const members = changedMembers(each);
  return members && `${each.group} has ${members.come.join(', ')} in place of ${members.gone.join(', ')}`;
}

const membersTold = 2;

/** Rows that are there and say something else are none that are missing. */
function counted({ group, missing, extra }: Difference): string {
  const others = Math.min(missing.length, extra.length);
  const parts = [
    ...(others > 0 ? [`differs in ${others}`] : []),
    ...(missing.length > others ? [`lacks ${missing.length - others}`] : []),
    ...(extra.length > others ? [`has ${extra.length - others} more`] : []),
  ];
  return `${group} ${parts.join(' and ')}`;
}

/** 4. Whoever tries again comes through in the end. */
const liveness: Oracle = ({ run, baseline, isSuccess, serial }: Evidence) => {
  if (run.end === 'endless') {
    return [{ code: 'ENDLESS', oracle: '4 liveness', what: 'The run does not end: something is done over and over.' }];
  }
  if (run.end === 'stuck')
    return [
      { code: 'STUCK', oracle: '4 liveness', what: 'The client waits for ever: nothing is left that could answer it.' },
    ];
  if (isSuccess) return [];
  if (baseline.run.outcomes.length === 0) return [];
  // Whoever asks for what another one has gets it in no order: asking again is in vain, and nobody's fault.
  if (serial && failsAsInTurn(run, baseline.run, serial)) return [];
  return unlike(run, baseline.run).flatMap((outcome): Violation[] => {
    if (outcome.ok) return [];
    const { step, status, tries, isGivenUp } = outcome;
    const wanted = baseline.run.outcomes.find((each) => each.step === step)?.tries.length ?? 1;
    // Who does not try again cannot come through: that is told by oracle 5.
    if ((tries.length <= wanted && !hasRetries(run)) || (isGivenUp && isTryAgain(status))) return [];
    // Its last try met a fault of its own: one more would have come through, for all that is known.
    if (wasLastTryHit(run, outcome)) return [];
    const answers = tries.map(({ status, error }) => status ?? error).join(', ');
    return [
      {
        code: 'STUCK',
        oracle: '4 liveness',
        what: `The client tried ${tries.length} times and never came through: ${answers}.`,
      },
    ];
  });
};

/** Whether a fault met something in the course of a client's last try. */
function wasLastTryHit({ boundaryCalls }: Run, outcome: Run['outcomes'][number]): boolean {
  return boundaryCalls.some(
    ({ point, fault }) =>
      fault !== undefined && isOf(point, outcome) && originOf(point)?.attempt === outcome.tries.length,
  );
}

const hasRetries = ({ outcomes }: Run): boolean => outcomes.some(({ tries }) => tries.length > 1);

/** H10. Whoever is told definitely no must not have been charged. */
const neverChargedAndRefused: Oracle = ({ run, baseline, difference, isRace }) => {
  if (isRace) return [];
  return run.outcomes.flatMap((outcome): Violation[] => {
    const { step, status = 500 } = outcome;
    const expected = baseline.run.outcomes.find((each) => each.step === step);
    if (!expected || !isFinal(outcome)) return [];
    if (!expected.ok) return standing(step, run, baseline.run).map((route) => refusedAndStanding(status, route));
    const held = heldBy(step, run, baseline.run);
    if (held.length === 0) {
      return isDone(baseline, difference) && isWriting(step, baseline.run) ? [refusedAndDone(status)] : [];
    }
    return [
      {
        code: 'CHARGED',
        oracle: '2 no lost acknowledged write',
        what: `The client was told ${status}, a final no, and ${held.join(', ')} took effect.`,
      },
    ];
  });
};

/** Routes that took effect in the course of a request, for good, and do so without faults. */
function heldBy(step: number, run: Run, faultFree: Run): string[] {
  const wanted = netSideEffects(ofStep(step, faultFree));
  return [...netSideEffects(ofStep(step, run)).keys()].filter((route) => wanted.has(route));
}

/** Routes whose effect is taken back without faults, as the request is refused then, too, and stays here. */
function standing(step: number, run: Run, faultFree: Run): string[] {
  const known = ofStep(step, faultFree);
  const kept = netSideEffects(known);
  return [...netSideEffects(ofStep(step, run))].flatMap(([route, count]) =>
    count > (kept.get(route) ?? 0) && known.sideEffects.some((effect) => effect.route === route && effect.undone)
      ? [route]
      : [],
  );
}

const ofStep = (step: number, run: Run): Pick<Run, 'sideEffects'> => ({
  sideEffects: run.sideEffects.filter((effect) => stepOf(run, effect) === step),
});

/** Whether a request changes anything by itself: one that only looks leaves nothing behind. */
const isWriting = (step: number, { boundaryCalls }: Run): boolean => {
  const own = boundaryCalls.filter(({ point }) => originOf(point)?.step === step);
  return own.length === 0 || own.some(({ isFromFunction, isWrite }) => isFromFunction && isWrite);
};

/** All that success would leave behind is there. */
const isDone = ({ first, state }: Baseline, difference: readonly Difference[]): boolean =>
  hashOf(first) !== hashOf(state) && difference.every(({ missing }) => missing.length === 0);

const refusedAndStanding = (status: number, route: string): Violation => ({
  code: 'CHARGED',
  oracle: '2 no lost acknowledged write',
  what: `The client was told ${status}, a final no, and ${route} stays in effect; without faults it is taken back.`,
  why: 'What takes it back failed, came too early or was never tried: until it is done, tell the client to ask again.',
});

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
  noMoreEffects,
  neverChargedAndRefused,
  deadLetters,
  endingExecutions,
  successfulExecutions,
  nothingLost,
  someOrder,
  endings,
  noMoreSuccesses,
  noMoreRefusals,
  flowingGroups,
  emptyDeadLetterQueues,
  convergence,
  answers,
  liveness,
  noSecrets,
  replay,
  toldAsStored,
  noWorkAfterReply,
  timeouts,
  within,
  retryStorm,
];
