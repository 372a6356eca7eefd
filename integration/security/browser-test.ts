import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { type Cloud, startCloud } from '../../src/index.ts';
import { type Arrivals, watchArrivals } from './arrivals.ts';
import { type Attacker, startAttacker } from './attacker.ts';
import type { Aim } from './attacks.ts';
import { type Browser, findChromium, startChromium } from './chromium.ts';

interface Parts {
  cloud: Cloud;
  attacker: Attacker;
  browser: Browser;
  arrivals: Arrivals;
}

/** A cloud, a stranger's server, and a browser that reaches both. */
export interface BrowserTest extends Readonly<Parts> {
  /** A new queue to make, by a cloud's host. */
  aim(host?: string): Aim;
  /** Opens a page and waits until its attack was answered: whether anything came to the cloud, and what it made. */
  open(url: string, aim: Aim): Promise<{ readonly hasArrived: boolean; readonly made: readonly string[] }>;
  /** Resolves once a page has said this by `tell`. */
  untilTold(text: string): Promise<void>;
}

const chromium = findChromium();
export const hasChromium = chromium !== undefined;

/** The one page that `--allow-origin` names. */
export const friend = 'friend.example';
const waitMaxMs = 10_000;

/** For a test file: all of it, begun and ended. `hosts` are names that the browser resolves to this machine. */
export function useBrowserTest(hosts: readonly string[]): BrowserTest {
  const parts: Partial<Parts> = {};
  const part = <Name extends keyof Parts>(name: Name): Parts[Name] => {
    const found: Parts[Name] | undefined = parts[name];
    if (!found) throw new Error(`There is no ${name} yet`);
    return found;
  };
  const told = new Set<string>();
  let count = 0;

  beforeAll(async () => {
    if (chromium === undefined) return;
    parts.attacker = await startAttacker();
    parts.cloud = await startCloud({ log: 'error', allowOrigins: [`http://${friend}:${parts.attacker.port}`] });
    parts.arrivals = watchArrivals(parts.cloud.port);
    const onTell = (text: string) => {
      told.add(text);
      part('arrivals').onArrival();
    };
    parts.browser = await startChromium(chromium, { hosts: [...hosts, friend], onTell });
  });

  afterEach(() => parts.browser?.tab.navigate('about:blank'));

  afterAll(async () => {
    await parts.browser?.close();
    parts.arrivals?.close();
    await parts.attacker?.close();
    await parts.cloud?.close();
  });

  /** The condition is looked at whenever the cloud answers or a page tells something. */
  const until = (condition: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not happen`)), waitMaxMs);
      part('arrivals').onArrival = () => {
        if (!condition()) return;
        clearTimeout(timer);
        resolve();
      };
      part('arrivals').onArrival();
    });

  return {
    get cloud() {
      return part('cloud');
    },
    get attacker() {
      return part('attacker');
    },
    get browser() {
      return part('browser');
    },
    get arrivals() {
      return part('arrivals');
    },
    aim(host = '127.0.0.1') {
      count += 1;
      const server = `http://evil.example:${part('attacker').port}`;
      return { cloud: `http://${host}:${part('cloud').port}`, queue: `attack-${count}-end`, server };
    },
    async open(url, { queue }) {
      const answered = () => part('arrivals').with(queue);
      await part('browser').tab.navigate(url);
      await until(
        () => told.has(queue) || answered().some(({ method }) => method !== 'OPTIONS'),
        `The attack of ${url}`,
      );
      const sqs = new SQSClient(part('cloud').clientConfig());
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: queue }));
      return { hasArrived: answered().length > 0, made: QueueUrls };
    },
    untilTold: (text) => until(() => told.has(text), `That a page tells “${text}”`),
  };
}

/** Where there is no Chromium, everybody shall know. */
export function announceChromium(): void {
  if (hasChromium) return;
  console.warn(
    '\n!! NO CHROMIUM: that web pages cannot drive the cloud was NOT tested. Install it, or set CHROMIUM.\n',
  );
  it('is tested with a real Chromium', ({ skip }) => {
    skip('no Chromium here: install it, or set CHROMIUM to its path');
  });
}
