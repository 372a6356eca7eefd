import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import type { Code } from './judge/verdict.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { templateOf } from './testing/template.ts';

interface Books {
  readonly charges: object[];
  readonly receipts: object[];
  readonly refunds: object[];
}

const provider = () =>
  fakeHttp<Books>('https://provider.test', {
    state: () => ({ charges: [], receipts: [], refunds: [] }),
    'POST /charges': ({ s, id }) => kept(s.charges, { id: id('ch') }),
    'POST /receipts': ({ s, id, body }) => kept(s.receipts, { id: id('rc'), ...body }),
    'POST /refunds': ({ s, id, body }) => kept(s.refunds, { id: id('rf'), ...body }),
  });

function kept<T>(rows: object[], row: T & object): T {
  rows.push(row);
  return row;
}

const ask = `
const ask = async (path, body) => {
  const answer = await fetch('https://provider.test' + path, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(path + ' ' + answer.status);
  return answer.json();
};
`;

const opened = (code: string, ignore: readonly string[] = []) =>
  Exploration.open('undone', {
    app: templateOf({ code: ask + code }),
    external: [provider()],
    when: (w) => w.client({ retries: 3 }).post('/do', { json: {} }),
    ignore: ['provider.test/*', ...ignore],
  });

async function codesOf(exploration: Exploration, title: string): Promise<Code[]> {
  const cell = exploration.cells.find((each) => exploration.titleOf(each) === title);
  if (!cell) throw new Error(`no cell ${title}`);
  return (await exploration.explore(cell)).verdict.violations.map(({ code }) => code);
}

describe('a charge', { timeout: 60_000 }, () => {
  it('is not undone by a receipt that names it: charged twice is charged twice', async () => {
    await using exploration = await opened(`
exports.handler = async () => {
  const { id } = await ask('/charges', {});
  const receipt = await ask('/receipts', { chargeId: id });
  return { statusCode: 201, body: 'ok' };
};`);

    expect(exploration.faultFree.run.sideEffects.map(({ undone }) => undone)).toEqual([false, false]);
    expect(await codesOf(exploration, 'lost @ http.POST(provider.test/receipts)#1')).toContain('DUP');
  });

  it('is undone by its refund, once', async () => {
    const saga = (refunds: number): string => `
exports.handler = async () => {
  const { id } = await ask('/charges', {});
  try {
    await ask('/receipts', { of: 'order' });
  } catch {
    for (let count = 0; count < ${refunds}; count += 1) await ask('/refunds', { chargeId: id });
    return { statusCode: 503, body: 'later' };
  }
  return { statusCode: 201, body: 'ok' };
};`;
    await using exploration = await opened(saga(1));
    expect(await codesOf(exploration, 'error @ http.POST(provider.test/receipts)#1')).toEqual([]);

    await using generous = await opened(saga(2));
    expect(await codesOf(generous, 'error @ http.POST(provider.test/receipts)#1')).toEqual(['DUP']);
  });

  it('belongs to the very call that made it, where two run at once', async () => {
    await using exploration = await opened(`
exports.handler = async () => {
  await Promise.all([ask('/charges', {}), ask('/receipts', {})]);
  return { statusCode: 201, body: 'ok' };
};`);
    const { sideEffects, boundaryCalls } = exploration.faultFree.run;

    expect(sideEffects).toHaveLength(2);
    for (const { route, boundaryCall } of sideEffects) {
      const path = route.split('/').at(-1) ?? '';
      expect(boundaryCalls[boundaryCall]?.point).toContain(path);
    }
  });
});
