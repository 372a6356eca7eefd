import { describe, expect, it } from 'vitest';
import { collecting, collectScenarios } from './registry.ts';
import type { Scenario } from './scenario.ts';

const scenario = { app: {}, when: () => undefined } as unknown as Scenario;

describe('collecting scenarios', () => {
  it('keeps those of files apart that are loaded at the same time', async () => {
    const load = (name: string) =>
      collectScenarios(async () => {
        collecting()?.push({ name: `${name} begins`, scenario });
        await Promise.resolve();
        collecting()?.push({ name: `${name} ends`, scenario });
      });

    const found = await Promise.all([load('one'), load('other')]);

    expect(found.map((declared) => declared.map(({ name }) => name))).toEqual([
      ['one begins', 'one ends'],
      ['other begins', 'other ends'],
    ]);
    expect(collecting()).toBeUndefined();
  });
});
