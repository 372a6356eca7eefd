import { describe, expect, it } from 'vitest';
import { changesOf, oneAtATime } from './watch-project.ts';

describe('what counts as a change', () => {
  const isOurs = changesOf('/project', ['state', '/elsewhere/data']);

  it.each(['stack/app.ts', 'cdk.json', 'handlers/orders/route.ts', 'stateful.ts'])('%s does', (file) => {
    expect(isOurs(file)).toBe(true);
  });

  it.each([
    'node_modules/zod/index.js',
    'cdk.out/manifest.json',
    '.git/index',
    '.env',
    'dev.log',
    'state/log-1',
    'state',
  ])('%s does not', (file) => {
    expect(isOurs(file)).toBe(false);
  });
});

describe('changes while a deploy runs', () => {
  it('lead to one more deploy, after it', async () => {
    const runs: PromiseWithResolvers<void>[] = [];
    const request = oneAtATime(() => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    });

    request();
    request();
    request();
    expect(runs).toHaveLength(1);
    runs[0]?.resolve();
    await runs[0]?.promise.then(() => undefined);

    expect(runs).toHaveLength(2);
  });
});
