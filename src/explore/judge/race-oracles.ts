import type { Run } from '../run/run.ts';
import { netSideEffects, unlike } from './baseline.ts';
import { isFinal } from './endings.ts';
import type { Oracle } from './evidence.ts';
import { differenceButIds, sizeOf } from './given-ids.ts';
import { requestOf, type Serial, type SerialRun } from './serial.ts';
import { hashOf } from './state.ts';

/** 1. Clients at once have no more effects than one after the other. */
export const noMoreEffects: Oracle = ({ run, serial }) => {
  if (!serial) return [];
  return [...netSideEffects(run)].flatMap(([route, count]) => {
    const allowed = serial.sideEffects.get(route) ?? 0;
    if (count <= allowed) return [];
    return [
      {
        code: 'DUP',
        oracle: '1 at most one effect',
        what: `${route} took effect ${count} times; one client after the other gives ${allowed}.`,
        why: 'Two clients passed a check before either had written what the other one looks for.',
      },
    ];
  });
};

/** 10. The state that is left is one that some order of the clients, one after the other, leaves as well. */
export const someOrder: Oracle = ({ run, baseline, serial, state }) => {
  if (!serial || !state) return [];
  const needed = succeeded(run, baseline.run);
  const possible = serial.runs.filter(({ clients }) => needed.every((client) => clients.includes(client)));
  if (possible.some(({ hash }) => hash === hashOf(state))) return [];
  const nearest = possible
    .map((each) => differenceButIds(each, { run, state }, baseline))
    .sort((one, other) => sizeOf(one) - sizeOf(other))[0];
  if (nearest?.length === 0) return [];
  const groups = (nearest ?? []).map(
    ({ group, missing, extra }) =>
      `${group}: ${[...missing.map((row) => `− ${row}`), ...extra.map((row) => `+ ${row}`)].slice(0, 2).join(' ')}`,
  );
  return [
    {
      code: 'ORDER',
      oracle: '10 some order of the clients',
      what: `The clients at once leave a state that no order of them one after the other gives: ${groups.slice(0, 3).join('; ')}.`,
      why: 'Something was read, and written by somebody else before what follows from it was written.',
    },
  ];
};

/** 12. All who were told of success are so in some order of the clients, too: where one is refused, not all may pass. */
export const noMoreSuccesses: Oracle = ({ run, serial }) => {
  if (!serial) return [];
  const passed = run.outcomes.filter(({ ok, client, step }) => ok && isAskedInTurn(serial, requestOf(client, step)));
  const passesIn = ({ statuses }: SerialRun): boolean =>
    passed.every(({ client, step }) => (statuses.get(requestOf(client, step)) ?? 500) < 400);
  if (serial.runs.some(passesIn)) return [];
  return [
    {
      code: 'ACCEPTED',
      oracle: '12 outcomes as without faults',
      what: `All of these were told of success: ${passed.map(({ client, request, status }) => `client ${client} ${request} ${status}`).join(', ')}; one client after the other, some of them are refused.`,
      why: 'Two clients passed a check before either had written what the other one looks for.',
    },
  ];
};

/** 12. Nobody is refused for good who is served in every order of the clients. */
export const noMoreRefusals: Oracle = ({ run, serial }) => {
  if (!serial || run.plan.faults.length > 0) return [];
  return run.outcomes.flatMap((outcome) => {
    const { client, step, request, status } = outcome;
    // Who is overtaken may be told so: with 409, or what a condition that failed is told with.
    if (!isFinal(outcome) || status === 409 || status === 412) return [];
    const asked = requestOf(client, step);
    if (!isAskedInTurn(serial, asked) || isRefusedInTurn(serial, asked)) return [];
    return [
      {
        code: 'REFUSED',
        oracle: '12 outcomes as without faults',
        what: `Client ${client} was refused for good with ${status} at ${request}; one client after the other, nobody is.`,
      },
    ];
  });
};

/** Whoever was refused asks for more than anybody does in turn: of that nothing is known. */
const isAskedInTurn = ({ runs }: Serial, request: string): boolean =>
  runs.some(({ statuses }) => statuses.has(request));

const isRefusedInTurn = ({ runs }: Serial, request: string): boolean =>
  runs.some(({ statuses }) => (statuses.get(request) ?? 200) >= 400);

/** Whether everybody was told what some order of the clients tells, too. */
export const endsAsInTurn = (run: Run, { runs }: Serial): boolean =>
  runs.some(({ statuses }) =>
    run.outcomes.every(({ client, step, ok, status }) => {
      const inTurn = statuses.get(requestOf(client, step));
      return statuses.has(requestOf(client, step)) && (ok ? (inTurn ?? 500) < 400 : inTurn === status);
    }),
  );

/** Whether all who failed do so together in some order of the clients, with the same answers. */
export const failsAsInTurn = (run: Run, baseline: Run, { runs }: Serial): boolean => {
  const failed = unlike(run, baseline).filter(({ ok }) => !ok);
  return runs.some(({ statuses }) =>
    failed.every(({ client, step, status }) => {
      const asked = requestOf(client, step);
      return status !== undefined && statuses.has(asked) && statuses.get(asked) === status;
    }),
  );
};

/** Clients that were told of success: what they did must be there. Whoever gave up may have done nothing. */
function succeeded(run: Run, baseline: Run): number[] {
  const failed = new Set(unlike(run, baseline).map(({ client }) => client));
  const names = [...new Set(run.outcomes.map(({ client }) => client))].filter((client) => !failed.has(client));
  return names.map((name) => name.charCodeAt(0) - 'A'.charCodeAt(0));
}
