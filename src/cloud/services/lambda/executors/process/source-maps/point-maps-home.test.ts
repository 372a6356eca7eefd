import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pointMapsHome } from './point-maps-home.ts';

let project: string;
let deployed: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'squall-maps-'));
  deployed = mkdtempSync(join(tmpdir(), 'squall-deployed-'));
});
afterEach(() => {
  for (const directory of [project, deployed]) rmSync(directory, { recursive: true, force: true });
});

function write(path: string, text: string): string {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Bundled into `cdk.out`, deployed from there, and unpacked somewhere else. */
function bundle(entry: string, sourcemap: 'linked' | 'inline'): void {
  const outdir = join(project, 'cdk.out', 'asset.1');
  buildSync({ entryPoints: [entry], outfile: join(outdir, 'index.js'), bundle: true, platform: 'node', sourcemap });
  for (const name of ['index.js', 'index.js.map']) {
    if (name === 'index.js' || sourcemap === 'linked') {
      writeFileSync(join(deployed, name), readFileSync(join(outdir, name)));
    }
  }
}

function inlineMap(file: string) {
  const [, data = ''] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(Buffer.from(data, 'base64').toString()) as {
    readonly sources: readonly string[];
    mappings: string;
  };
}

describe('source maps of unpacked code', () => {
  it('lead to the project from a map beside the bundle', () => {
    const entry = write('handlers/order.ts', 'export const handler = async (): Promise<number> => 1;\n');
    bundle(entry, 'linked');

    const isLed = pointMapsHome(deployed, project);

    const { sources } = JSON.parse(readFileSync(join(deployed, 'index.js.map'), 'utf8'));
    expect(isLed).toBe(true);
    expect(sources).toEqual([pathToFileURL(entry).href]);
  });

  it('lead to the project from a map within the bundle, as often as they are pointed there', () => {
    const entry = write('handlers/order.ts', 'export const handler = async (): Promise<number> => 1;\n');
    bundle(entry, 'inline');

    pointMapsHome(deployed, project);
    const isLed = pointMapsHome(deployed, project);

    expect(isLed).toBe(true);
    expect(inlineMap(join(deployed, 'index.js')).sources).toEqual([pathToFileURL(entry).href]);
  });

  it('find sources above the app of a monorepo, and tell files of one name apart by their content', () => {
    const shared = write('src/order.ts', 'export const shared = 1;\n');
    write('apps/shop/src/order.ts', 'export const other = 2;\n');
    bundle(shared, 'linked');

    pointMapsHome(deployed, join(project, 'apps', 'shop'));

    const { sources } = JSON.parse(readFileSync(join(deployed, 'index.js.map'), 'utf8'));
    expect(sources).toEqual([pathToFileURL(shared).href]);
  });

  it('are made for code that was deployed as it is, line by line', () => {
    const text = "'use strict';\nexports.handler = async () => 1;";
    const original = write('lambda/index.js', text);
    write('lambda/other/index.js', "'use strict';\n");
    writeFileSync(join(deployed, 'index.js'), text);

    const isLed = pointMapsHome(deployed, project);

    expect(isLed).toBe(true);
    expect(readFileSync(join(deployed, 'index.js'), 'utf8').startsWith(text)).toBe(true);
    expect(inlineMap(join(deployed, 'index.js'))).toMatchObject({
      sources: [pathToFileURL(original).href],
      mappings: 'AAAA;AACA',
    });
  });

  it('are left alone where the project has no such file', () => {
    const text = 'exports.handler = 1;\n//# sourceMappingURL=index.js.map\n';
    writeFileSync(join(deployed, 'index.js'), text);

    expect(pointMapsHome(deployed, project)).toBe(false);
    expect(readFileSync(join(deployed, 'index.js'), 'utf8')).toBe(text);
  });
});
