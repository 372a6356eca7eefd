import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Attack, gets, pageOf, posts } from './attacks.ts';
import { announceChromium, friend, hasChromium, useBrowserTest } from './browser-test.ts';

/** Names that a stranger's or a network's DNS may point at this machine. The looks of each had once let it in. */
const names = ['evil.example', 'xlocalhost.localstack.cloud', 'prize', 'prize.internal', 'prize.amazonaws.com'];

/** One attack of each kind, where others differ by nothing that the place of the page changes. */
const chosen: readonly (readonly [string, Attack])[] = Object.entries({
  img: gets.img,
  'form of text that is JSON': posts['form of text that is JSON'],
  'fetch with the admin header': posts['fetch with the admin header'],
});
const failed = { hasArrived: true, made: [] };

announceChromium();

describe.skipIf(!hasChromium)('a web page cannot drive the cloud', () => {
  const here = useBrowserTest([...names, '127.0.0.2']);
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'squall-pages-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function attackFrom(host: string, attack: Attack, target?: string) {
    const aim = here.aim(target);
    here.attacker.page = pageOf(attack, aim);
    return here.open(`http://${host}:${here.attacker.port}/`, aim);
  }

  test.each(Object.entries({ ...gets, ...posts }))('by %s', async (_name, attack) => {
    expect(await attackFrom('evil.example', attack)).toEqual(failed);
  });

  describe.each([...names.slice(1), '127.0.0.2', 'localhost', '127.0.0.1'])('from %s, at another port', (host) => {
    test.each(chosen)('by %s', async (_name, attack) => {
      expect(await attackFrom(host, attack)).toEqual(failed);
    });
  });

  test.each(chosen)('from localhost to localhost, which is the same site, by %s', async (_name, attack) => {
    expect(await attackFrom('localhost', attack, 'localhost')).toEqual(failed);
  });

  test.each(chosen)('from a file, by %s', async (_name, attack) => {
    const aim = here.aim();
    const path = join(folder, `${aim.queue}.html`);
    writeFileSync(path, pageOf(attack, aim));

    expect(await here.open(`file://${path}`, aim)).toEqual(failed);
  });

  it('from a site that was typed in and redirects, which browsers call the user’s own doing', async () => {
    const aim = here.aim();
    const target = /src="([^"]+)"/.exec(gets['img, presigned with a forged signature'](aim))?.[1] ?? '';

    expect(await here.open(`${aim.server}/redirect?to=${encodeURIComponent(target)}`, aim)).toEqual(failed);
  });

  // The document comes from the cloud itself: only its origin counts, which is the one that a rebound page has.
  test.each(names)('by pointing %s at it', async (host) => {
    const { cloud, queue } = here.aim(host);
    const body = JSON.stringify({ service: 'sqs', operation: 'CreateQueue', input: { QueueName: queue } });
    await here.browser.tab.navigate(`${cloud}/_localstack/health`);

    const status = await here.browser.tab.evaluate(
      `fetch('/_squall/call', { method: 'POST', headers: { 'x-squall': '1' }, body: ${JSON.stringify(body)} }).then(({ status }) => status)`,
    );

    expect(status).toBe(403);
  });

  it('by a WebSocket', async () => {
    const { cloud, queue, server } = here.aim();
    here.attacker.page = `<script>new WebSocket('${cloud.replace('http', 'ws')}/_squall/call?${queue}').onerror = () => tell('${queue}')</script>`;

    await here.browser.tab.navigate(server);
    await here.untilTold(queue);

    expect(here.arrivals.with(queue)).toEqual([expect.objectContaining({ status: 403 })]);
  });

  it('unless --allow-origin names it', async () => {
    for (const attack of [gets['fetch by GET'], posts['fetch with the admin header'], posts['fetch with a target']]) {
      const { made } = await attackFrom(friend, attack);

      expect(made).toHaveLength(attack === gets['fetch by GET'] ? 0 : 1);
    }
  });
});
