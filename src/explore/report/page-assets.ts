import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What runs and what styles the page of a report. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** In this order: what comes later may say otherwise. */
const styles = ['base.css', 'overview.css', 'player.css', 'inspector.css', 'narrow.css'];

const fileOf = (name: string): string => fileURLToPath(new URL(`./page/${name}`, import.meta.url));

/** The script and the style of the page: built with the package, or made of the sources where these are run. */
export async function pageAssets(): Promise<PageAssets> {
  const style = styles.map((name) => readFileSync(fileOf(name), 'utf8')).join('');
  const built = fileOf('main.js');
  if (existsSync(built)) return { script: readFileSync(built, 'utf8'), style };
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileOf('main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return { script: outputFiles[0]?.text ?? '', style };
}
