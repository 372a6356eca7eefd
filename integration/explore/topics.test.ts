import { Exploration } from 'squall/vitest';
import { expect, test } from 'vitest';

test('a topic loses nothing under any single fault, and what is published twice arrives twice', {
  timeout: 120_000,
}, async () => {
  await using exploration = await Exploration.open('alerts', {
    app: 'integration/fixtures/explore/alerts/app.ts',
    when: (w) =>
      w.client({ retries: 5, on: ['network', '5xx'] }).post('/orders', { idempotencyKey: 'k1', json: { id: 1 } }),
  });

  for (const cell of exploration.cells) await exploration.explore(cell);

  const titles = exploration.results.map(({ title }) => title);
  const broken = exploration.results.filter(({ verdict }) => verdict.violations.length > 0);
  expect(exploration.faultFree.verdict.violations).toEqual([]);
  // One for the queue, one for the phone.
  expect(titles).toContain('lost @ sns.DeliverNotification(Orders)#1');
  expect(titles).toContain('lost @ sns.DeliverNotification(Orders)#2');
  const found = (code: string) =>
    broken.filter(({ verdict }) => verdict.violations.some((each) => each.code === code)).map(({ title }) => title);
  // A topic may deliver twice: a person reads it twice, and nobody behind the queue tells the two apart.
  expect(found('DIVERGED')).toEqual(['duplicate @ sns.DeliverNotification(Orders)#1']);
  expect(new Set(broken.flatMap(({ verdict }) => verdict.violations.map(({ code }) => code)))).toEqual(
    new Set(['DUP', 'DIVERGED']),
  );
  expect(broken.map(({ title }) => title)).toContain('crashAfter @ sns.Publish(Orders)#1');
  expect(broken.map(({ title }) => title)).not.toContain('crashBefore @ sns.Publish(Orders)#1');
});
