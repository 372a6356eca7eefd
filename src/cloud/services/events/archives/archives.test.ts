import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../../service-kit/contract.ts';
import type { EventsState } from '../state.ts';
import { startAlone } from '../testing/alone.ts';
import type { EventForRules, EventOnBus } from './bus-core.ts';
import { keepInArchives, keptEvents } from './keep-in-archives.ts';
import { runReplay } from './run-replay.ts';
import type { Archive, Replay } from './state.ts';

let alone: Awaited<ReturnType<typeof startAlone>>;
let state: EventsState;
let context: Context;
beforeEach(async () => {
  alone = await startAlone();
  ({ state, context } = alone);
});
afterEach(() => alone.cloud.close());

const arn = (resource: string) => `arn:aws:events:us-east-1:000000000000:${resource}`;
const bus = { name: 'default', account: '000000000000', region: 'us-east-1' };

function archive(given: Partial<Archive> = {}): Archive {
  const made: Archive = {
    name: 'a',
    arn: arn('archive/a'),
    sourceArn: arn('event-bus/default'),
    retentionDays: 0,
    createdMs: 0,
    ...given,
  };
  state.archives.set(made.name, made);
  return made;
}

const eventOf = (id: string, time = '2026-01-01T00:00:00Z', source = 'shop'): EventOnBus => ({
  version: '0',
  id,
  'detail-type': 'order',
  source,
  account: bus.account,
  time,
  region: bus.region,
  resources: [],
  detail: { n: 1 },
});

function keep(event: EventOnBus, on = bus, text = JSON.stringify(event)): void {
  keepInArchives(state, on, { event, text, ingestedMs: context.clock.now(), path: [] }, context);
}

const kept = (of: Archive) =>
  [...keptEvents(state, of, context.clock.now())].map(([, { text }]) => (JSON.parse(text) as EventOnBus).id);

describe('an archive', () => {
  test('keeps what comes to its bus and matches its pattern, and nothing twice', () => {
    const all = archive();
    const some = archive({ name: 'some', pattern: '{"source":["bank"]}' });
    const other = archive({ name: 'other', sourceArn: arn('event-bus/other') });

    keep(eventOf('1'));
    keep(eventOf('2', undefined, 'bank'));
    keep({ ...eventOf('3'), 'replay-name': 'r' });
    keep(eventOf('4'), { ...bus, name: 'third' });

    expect(kept(all)).toEqual(['1', '2']);
    expect(kept(some)).toEqual(['2']);
    expect(kept(other)).toEqual([]);
  });

  test('forgets what is older than it keeps', async () => {
    const short = archive({ retentionDays: 1 });
    keep(eventOf('1'));
    await alone.cloud.clock.advance('23h');
    keep(eventOf('2'));
    expect(kept(short)).toEqual(['1', '2']);

    await alone.cloud.clock.advance('2h');
    expect(kept(short)).toEqual(['2']);
    keep(eventOf('3'));

    expect(state.archivedEvents('a').size).toBe(2);
  });
});

describe('a replay', () => {
  const run = async (given: Partial<Replay> = {}): Promise<EventForRules[]> => {
    const replay: Replay = {
      name: 'r',
      arn: arn('replay/r'),
      archiveName: 'a',
      archiveArn: arn('archive/a'),
      busArn: arn('event-bus/default'),
      fromMs: Date.parse('2026-01-01T00:00:00Z'),
      toMs: Date.parse('2026-01-02T00:00:00Z'),
      state: 'STARTING',
      startedMs: 0,
      ...given,
    };
    state.replays.set('r', replay);
    const told: EventForRules[] = [];
    const step = runReplay<EventsState>({ hasBus: () => true, dispatch: (_state, _bus, event) => told.push(event) });
    const isGoingOn = () => ['STARTING', 'RUNNING'].includes(state.replays.get('r')?.state ?? '');
    for (let steps = 0; steps < 5 && isGoingOn(); steps += 1) await step(state, { Name: 'r' }, context);
    return told;
  };

  test('hands on what occurred in its time, under its name, to the rules that it names', async () => {
    archive();
    keep(eventOf('early', '2025-12-31T23:59:59Z'));
    keep(eventOf('one'), bus, JSON.stringify(eventOf('one')).replace('"n":1', '"n":1.50'));
    keep(eventOf('late', '2026-01-02T00:00:01Z'));

    const told = await run({ filterArns: [arn('rule/r')] });

    expect(told).toMatchObject([
      { event: { id: 'one', 'replay-name': 'r', detail: { n: 1.5 } }, onlyRules: [arn('rule/r')], path: [] },
    ]);
    expect(told[0]?.text).toContain('"resources":[],"replay-name":"r","detail":{"n":1.50}}');
    expect(state.replays.get('r')).toMatchObject({
      state: 'COMPLETED',
      lastEventMs: Date.parse('2026-01-01T00:00:00Z'),
    });
  });

  test('goes on step by step, each event once', async () => {
    archive();
    for (let id = 0; id < 250; id += 1) keep(eventOf(String(id)));

    const told = await run();

    expect(new Set(told.map(({ event }) => event.id)).size).toBe(250);
    expect(told).toHaveLength(250);
  });

  test('fails where its archive is gone', async () => {
    expect(await run()).toEqual([]);

    expect(state.replays.get('r')).toMatchObject({ state: 'FAILED' });
  });
});
