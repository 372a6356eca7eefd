import type { Outcome, Try } from '../../run/outcome.ts';
import { faultFree } from '../../run/plan.ts';
import type { Run, SideEffect } from '../../run/run.ts';
import { type Baseline, makeBaseline } from '../baseline.ts';

/** When runs begin. */
export const startMs = Date.UTC(2026, 0, 5);
/** The side effect of every run here. */
export const charge = 'POST api.stripe.test/charges';

/** One charge, for the key k1. */
export const effect = (more: Partial<SideEffect> = {}): SideEffect => ({
  route: charge,
  boundaryCall: 0,
  client: 'A',
  idempotencyKey: 'k1',
  request: '{}',
  response: '{}',
  undone: false,
  ...more,
});

const tried = (status: number | undefined): Try => ({
  status,
  error: status === undefined ? 'timeout' : undefined,
  startMs: 0,
  endMs: 1,
});

/** How a client's request ended whose tries were answered with `statuses`. */
export const outcome = (statuses: readonly (number | undefined)[], body = '{"ok":true}'): Outcome => {
  const status = statuses.at(-1);
  const ok = status !== undefined && status < 400;
  const tries = statuses.map(tried);
  const request = 'POST /orders';
  return {
    client: 'A',
    step: 1,
    request,
    idempotencyKey: 'k1',
    ok,
    status,
    headers: {},
    body,
    json: {},
    tries,
    durationMs: 1,
  };
};

/** The run without faults, but for what is told otherwise. */
export const run = (more: Partial<Run> = {}): Run => ({
  plan: faultFree,
  boundaryCalls: [],
  outcomes: [outcome([200])],
  sideEffects: [effect()],
  state: { 'table Orders': [{ id: 'o1', amount: 42 }], 'queue Dead': [] },
  logs: [],
  incidents: [],
  timedOut: [],
  decisions: [],
  groups: [],
  unreached: [],
  scenarioError: undefined,
  defects: [],
  end: 'quiet',
  replay: undefined,
  durationMs: 1,
  trace: 't',
  uncompared: [],
  rotated: [],
  ...more,
});

/** What other runs are held against. */
export const baselineOf = (faultless: Run, secrets: readonly string[] = []): Baseline =>
  makeBaseline({
    run: faultless,
    shifted: faultless,
    times: [startMs, startMs],
    first: { 'table Orders': [], 'queue Dead': [] },
    ignore: [],
    secrets,
  });
