import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from '../security/chromium.ts';

/** A page that is broken shows nothing, however long one waits. */
const shownMaxMs = 10_000;

export interface View {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

/** A page of a report in a browser, as a person at a keyboard has it. */
export interface ReportPage extends AsyncDisposable {
  /** Opens it; `place` is what stands behind the address: `#run=1`. */
  open(view: View, place?: string): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  /** A picture of what is in the window. */
  picture(): Promise<Buffer>;
}

/** Writes the page to a file of its own, since people open reports from files, and gives it to a browser. */
export async function reportPage({ tab }: Browser, html: string): Promise<ReportPage> {
  const directory = mkdtempSync(join(tmpdir(), 'squall-report-'));
  const file = join(directory, 'report.html');
  writeFileSync(file, html);
  let opened = 0;
  return {
    async open({ width, height, theme }, place = '') {
      const isMobile = width < 600;
      await tab.command('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: isMobile,
      });
      const features = [{ name: 'prefers-color-scheme', value: theme }];
      await tab.command('Emulation.setScrollbarsHidden', { hidden: true });
      await tab.command('Emulation.setEmulatedMedia', { features });
      // Another query each time: a new fragment alone would keep the page that is there.
      opened += 1;
      await tab.navigate(`${pathToFileURL(file).href}?${opened}${place}`);
      const isShown = await tab.evaluate(`new Promise((resolve) => {
        const endMs = performance.now() + ${shownMaxMs};
        const look = () => {
          if (location.search === '?${opened}' && document.querySelector('main > *')) resolve(true);
          else if (performance.now() > endMs) resolve(false);
          else requestAnimationFrame(look);
        };
        look();
      })`);
      if (isShown !== true) throw new Error('The page shows nothing');
    },
    async press(...keys) {
      for (const key of keys) {
        const code = {
          key,
          code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
          windowsVirtualKeyCode: codes[key] ?? 0,
        };
        await tab.command('Input.dispatchKeyEvent', {
          type: 'keyDown',
          ...code,
          ...(key.length === 1 && { text: key }),
          ...(key === 'Enter' && { text: '\r' }),
        });
        await tab.command('Input.dispatchKeyEvent', { type: 'keyUp', ...code });
      }
      // Until what the keys began is done.
      await tab.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
    },
    evaluate: (expression) => tab.evaluate(expression),
    async picture() {
      const { data } = await tab.command('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(String(data), 'base64');
    },
    [Symbol.asyncDispose]: async () => {
      await tab.navigate('about:blank');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const codes: Readonly<Record<string, number>> = {
  Tab: 9,
  Enter: 13,
  Escape: 27,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};
