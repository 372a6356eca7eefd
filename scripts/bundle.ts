/**
 * `npm run build`: makes dist out of the sources; tsc adds the declarations. Node takes a sixth of a millisecond for each file that it loads, and
 * there are a thousand, so the package has few: one for each entry point, and chunks of what they share.
 */
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { readManifest } from './published-manifest.ts';

const manifest = readManifest();
const exported = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' ? [] : [target['squall-source']?.replace('./src/', '') ?? []].flat(),
);

/** What is loaded by its path: exports of the package, the command, workers, and what child processes run. */
const entryPoints = [
  ...exported,
  'cli/main.ts',
  'cli/serverless-framework/sdk-v2-preload.ts',
  'cloud/services/lambda/code/archive-worker.ts',
  'cloud/services/lambda/executors/process/bootstrap/main.ts',
  'explore/standalone.ts',
  'explore/vitest-stub.ts',
  'explore/workers/worker.ts',
  'harness/synthesis/watch/preload.ts',
];

/** Code that asks where it lies is told where it would lie if every file were still by itself. */
const keepPlaces: Plugin = {
  name: 'keep places',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const place = JSON.stringify(relative('src', path).replaceAll('\\', '/').replace(/\.ts$/, '.js'));
      const contents = `import { placeOf } from '#places';\n${text.replaceAll('import.meta.url', `placeOf(${place})`)}`;
      return { contents, loader: 'ts' };
    });
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: entryPoints.map((file) => `src/${file}`),
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node22',
  packages: 'external',
  external: ['#places'],
  sourcemap: true,
  plugins: [keepPlaces],
  logLevel: 'warning',
});
// The page of a report is one file: it takes its script and its styles as texts.
await build({
  entryPoints: ['src/explore/report/page/main.ts', ...globSync('src/explore/report/page/*.css')],
  outdir: 'dist/explore/report/page',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  logLevel: 'warning',
});
writeFileSync('dist/places.js', 'export const placeOf = (path) => new URL(path, import.meta.url).href;\n');
// `require` of CommonJS. Jest's own loader takes ES modules by a flag of Node alone; Node's, of the main context, takes them.
const required = `const { createRequire } = require('node:vm').runInThisContext("process.getBuiltinModule('node:module')");
module.exports = createRequire(__filename)`;
for (const target of Object.values(manifest.exports)) {
  const file = typeof target === 'string' ? undefined : target.require;
  if (file !== undefined) writeFileSync(file, `${required}('./${basename(file, '.cjs')}.js');\n`);
}
cpSync('src/cloud/wire/models', 'dist/cloud/wire/models', { recursive: true });
