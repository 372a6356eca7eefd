import { expect, it } from 'vitest';
import { esbuildOptions } from './esbuild-options.ts';

it('reads what the CDK tells esbuild as options of its API', () => {
  const options = esbuildOptions([
    '--bundle',
    '/app/order.ts',
    '--target=node24,es2022',
    '--platform=node',
    '--format=esm',
    '--outfile=/out/index.mjs',
    '--minify',
    '--sourcemap=inline',
    '--sources-content=false',
    '--external:@aws-sdk/*',
    '--external:sharp',
    '--loader:.graphql=text',
    '--define:process.env.STAGE="a=b"',
    '--log-level=error',
    '--keep-names',
    '--tsconfig=tsconfig.json',
    '--metafile=/out/index.meta.json',
    "--banner:js=import x from 'x';\nconst y = 1;",
    '--main-fields=module,main',
    '--inject:./shim.ts',
    '--supported:bigint=false',
    '--tree-shaking=true',
  ]);

  expect(options).toEqual({
    entryPoints: ['/app/order.ts'],
    bundle: true,
    target: ['node24', 'es2022'],
    platform: 'node',
    format: 'esm',
    outfile: '/out/index.mjs',
    minify: true,
    sourcemap: 'inline',
    sourcesContent: false,
    external: ['@aws-sdk/*', 'sharp'],
    loader: { '.graphql': 'text' },
    define: { 'process.env.STAGE': '"a=b"' },
    keepNames: true,
    tsconfig: 'tsconfig.json',
    metafile: true,
    banner: { js: "import x from 'x';\nconst y = 1;" },
    mainFields: ['module', 'main'],
    inject: ['./shim.ts'],
    supported: { bigint: false },
    treeShaking: true,
  });
  expect(esbuildOptions(['a.ts', '--sourcemap'])).toEqual({ entryPoints: ['a.ts'], sourcemap: true });
});

it.each(['--mangle-props=_$', '--watch', '--target', '--define:x', '--minify=perhaps', '-x'])(
  'does not know %s',
  (argument) => {
    expect(esbuildOptions(['a.ts', '--bundle', argument])).toBeUndefined();
  },
);
