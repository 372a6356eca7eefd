import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A tab that is driven over the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/ */
export interface Tab {
  navigate(url: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** A command of the protocol for this tab. */
  command(method: string, params?: object): Promise<Members>;
}

export interface Browser {
  readonly tab: Tab;
  close(): Promise<void>;
}

interface BrowserOptions {
  /** Names that resolve to 127.0.0.1 in this browser, as a stranger's DNS would have it. */
  readonly hosts: readonly string[];
  /** Hears what pages say by `tell(text)`, which is a function of every page. */
  readonly onTell: (text: string) => void;
}

const paths = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium on this machine, if there is one. */
export const findChromium = (): string | undefined => paths.find((path) => path !== undefined && existsSync(path));

/** Starts a browser with one tab and a profile of its own. */
export async function startChromium(path: string, { hosts, onTell }: BrowserOptions): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'squall-chromium-'));
  const child = spawn(path, flags(profile, hosts), { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const send = speak(child, (method, { payload }) => {
    if (method === 'Runtime.bindingCalled') onTell(String(payload));
  });
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  await send('Page.enable', {}, session);
  await send('Runtime.enable', {}, session);
  await send('Runtime.addBinding', { name: 'tell' }, session);
  return {
    tab: {
      navigate: async (url) => void (await send('Page.navigate', { url }, session)),
      async evaluate(expression) {
        const { result } = await send(
          'Runtime.evaluate',
          { expression, awaitPromise: true, returnByValue: true },
          session,
        );
        return (result as { readonly value?: unknown }).value;
      },
      command: (method, params = {}) => send(method, params, session),
    },
    async close() {
      child.kill('SIGKILL');
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

const flags = (profile: string, hosts: readonly string[]): string[] => [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  // Letters in grey: pictures that are half as large, and the same on every screen.
  '--disable-lcd-text',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-popup-blocking',
  '--disable-dev-shm-usage',
  `--user-data-dir=${profile}`,
  // All names but these stay unresolved: the test needs no network.
  `--host-resolver-rules=${[...hosts, 'localhost', '*.localhost'].map((host) => `MAP ${host} 127.0.0.1`).join(', ')}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
  '--remote-debugging-pipe',
];

type Members = Readonly<Record<string, unknown>>;
type Send = (method: string, params: object, sessionId?: string) => Promise<Members>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Members;
  readonly result?: Members;
  readonly error?: { readonly message: string };
}

/** Calls over the pipe: JSON that ends with a zero byte, to the browser's file 3 and from its file 4. */
function speak(child: ChildProcess, onEvent: (method: string, params: Members) => void): Send {
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  const pending = new Map<number, PromiseWithResolvers<Members>>();
  let buffered = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (buffered + chunk).split('\0');
    buffered = messages.pop() ?? '';
    for (const text of messages) {
      const { id = 0, method, params = {}, result = {}, error } = JSON.parse(text) as Message;
      if (method !== undefined) onEvent(method, params);
      if (error) pending.get(id)?.reject(new Error(error.message));
      else pending.get(id)?.resolve(result);
    }
  });
  input.on('error', () => {});
  child.once('close', () => {
    for (const { reject } of pending.values()) reject(new Error('the browser ended'));
  });
  let last = 0;
  return (method, params, sessionId) => {
    last += 1;
    const answer = Promise.withResolvers<Members>();
    pending.set(last, answer);
    input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
    return answer.promise;
  };
}
