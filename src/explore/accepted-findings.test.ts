import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AcceptedFindings } from './accepted-findings.ts';
import { readToken, tokenOf } from './run/plan.ts';

const directory = mkdtempSync(join(tmpdir(), 'squall-listed-'));
afterAll(() => rmSync(directory, { recursive: true }));

const cell = (title: string, point: string) =>
  ({ title, cell: { point: { name: point } } }) as Parameters<AcceptedFindings['reasonOf']>[0];
const lost = cell('lost @ ddb.PutItem(Orders)#1', 'try1 > orders > ddb.PutItem(Orders)#1');

describe('accepted cells', () => {
  it('are listed in a file with their reason, and read again', () => {
    const scenario = { when: () => undefined };
    new AcceptedFindings(directory, { name: 'Place order', scenario }).accept(lost.title, 'DUP', 'ADR-7');
    const listed = new AcceptedFindings(directory, { name: 'Place order', scenario });

    expect(listed.reasonOf(lost)).toBe('ADR-7');
    expect(listed.strangers(['hang @ x'])).toEqual([lost.title]);
    expect(JSON.parse(readFileSync(join(directory, '__faults__', 'place-order.json'), 'utf8'))).toEqual({
      scenario: 'Place order',
      accepted: { [lost.title]: { verdict: 'DUP', reason: 'ADR-7' } },
    });
    expect(() => listed.accept(lost.title, 'DUP', ' ')).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
    expect(listed.prune(() => false)).toBe(1);
    expect(listed.reasonOf(lost)).toBeUndefined();
  });

  it('may be named in the scenario, by the short name of the call or the full one', () => {
    for (const name of ['ddb.PutItem(Orders)#1', 'try1 > orders > ddb.PutItem(Orders)#1']) {
      const listed = new AcceptedFindings(directory, {
        name: 'other',
        scenario: { when: () => undefined, allow: { [name]: { lost: 'known' } } },
      });
      expect(listed.reasonOf(lost)).toBe('known');
    }
  });
});

describe('replay tokens', () => {
  it('hold a plan and the hash of its trace', () => {
    const plan = { faults: [{ point: 'try1 > a > b#1', kind: 'lost*' }], clients: 2, choices: [{ at: 3, actor: 'B' }] };

    expect(readToken(tokenOf(plan, 'abc'))).toEqual({ plan, trace: 'abc' });
    expect(() => readToken('r1:nonsense')).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
    expect(() => readToken('hello')).toThrow(expect.objectContaining({ hint: expect.stringContaining('r1:') }));
  });
});
