import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import { f } from '../faults/fault-set.ts';
import { recordRun } from '../run/recording.ts';
import { planOf } from '../search/cells.ts';
import { templateOf } from '../testing/template.ts';
import { makeReport } from './make-report.ts';
import { matrixOf } from './matrix.ts';
import type { ReportData, StepData } from './report-data.ts';
import { cut } from './texts.ts';

/** Counts a visit and tells, and says too much of it; who tries again counts twice. */
const code = `const { DynamoDBClient, UpdateItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async () => {
  console.log('the token is', 'sk_"live"_12345');
  await client.send(new UpdateItemCommand({ TableName: 'Visits', Key: { id: { S: 'a' } }, UpdateExpression: 'ADD seen :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
  await client.send(new PutItemCommand({ TableName: 'Notes', Item: { id: { S: 'n' }, note: { S: 'token sk_"live"_12345' } } }));
  return { statusCode: 200, body: 'ok' };
};`;

let exploration: Exploration;

beforeAll(async () => {
  exploration = await Exploration.open('visits', {
    app: templateOf({ code, tables: { Visits: 'id', Notes: 'id' } }),
    given: (w) => w.secret('token').set('sk_"live"_12345'),
    when: (w) => w.client().post('/do', { idempotencyKey: 'k', json: {} }),
    faults: f.only('error', 'lost', 'lost*'),
  });
  for (const cell of exploration.cells) await exploration.explore(cell);
});
afterAll(() => exploration?.close());

const report = (options: Parameters<typeof makeReport>[2] = {}): Promise<string> =>
  makeReport(
    exploration,
    matrixOf(exploration, () => undefined),
    options,
  );

const dataOf = (html: string): ReportData =>
  JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)?.[1] ?? '') as ReportData;

it('records a run as it was, and what it changed at each step', async () => {
  const plan = planOf({ point: 'try1 > Worker > ddb.UpdateItem(Visits)#1', kind: 'lost' });
  const { run } = await exploration.judge(plan, { replay: false });
  const recording = await recordRun(exploration.runner, plan);

  expect(recording.run.trace).toBe(run.trace);
  const seen = recording.steps.map(({ boundaryCall, before, after }) => [
    boundaryCall.point.split(' > ').at(-1),
    before.get('table Visits'),
    after.get('table Visits'),
  ]);
  expect(seen.filter(([point]) => point === 'ddb.UpdateItem(Visits)#1')).toEqual([
    ['ddb.UpdateItem(Visits)#1', [], ['{"id":"a","seen":1}']],
    ['ddb.UpdateItem(Visits)#1', ['{"id":"a","seen":1}'], ['{"id":"a","seen":2}']],
  ]);
});

it('holds every red run with its states, grouped by cause, and where it first leaves the path', async () => {
  const data = dataOf(await report({ file: 'visits.test.ts' }));
  const lost = data.runs.find(({ title }) => title === 'lost @ ddb.UpdateItem(Visits)#1');

  expect(data.counts.broken).toBeGreaterThan(0);
  expect(data.causes.flatMap(({ runs }) => runs).map((run) => data.runs[run]?.tone)).not.toContain('masked');
  expect(lost?.steps.map(markedOf).filter((each) => each !== '')).toEqual(['injected', 'diverges']);
  expect(lost?.command).toMatch(/^squall explore visits\.test\.ts --replay r1:/);
  expect(lost?.omitted).toBe('');
  // Where nothing is called that was not, what the client hears is the first thing that differs.
  const always = data.runs.find(({ title }) => title === 'lost* @ ddb.UpdateItem(Visits)#1');
  expect(always?.steps.findLast(({ divergence }) => divergence !== undefined)).toMatchObject({
    isAnswer: true,
    divergence: 'Without the fault, the client gets 200 here.',
  });
});

it('says what it leaves out where there is more than a page may hold', async () => {
  const few = dataOf(await report({ limits: { recordedMax: 1, charactersMax: 4_000_000 } }));
  expect(few.notes).toEqual([expect.stringMatching(/leaves out the state of each step of \d+ red runs/)]);
  expect(few.runs.filter(({ omitted }) => omitted.startsWith('The state of each step is left out'))).not.toEqual([]);

  const none = dataOf(await report({ limits: { recordedMax: 1, charactersMax: 1 } }));
  expect(none.notes.at(-1)).toMatch(/leaves out the steps of \d+ runs, since it is full/);
  expect(none.runs.every(({ steps, omitted }) => steps.length === 0 && omitted !== '')).toBe(true);
});

it('shows no value of a secret, whatever an app does with it', async () => {
  const html = await report();

  expect(html).not.toContain('_12345');
  expect(dataOf(html).texts.filter((text) => text.includes('‹secret›')).length).toBeGreaterThan(0);
});

it('lets run its own script alone', async () => {
  const html = await report();
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

  expect(script.length).toBeGreaterThan(1000);
  expect(html).toContain(`script-src '${hash(script)}'`);
  expect(html).toContain(`style-src '${hash(style)}'`);
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html).not.toMatch(/ (?:href|src)="/);
});

it('cuts long texts and says by how much', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('abcdef', 2)).toBe('ab… (4 more characters)');
});

const markedOf = ({ marks = [], divergence }: StepData): string =>
  [...marks, ...(divergence === undefined ? [] : ['diverges'])].join(' ');
