import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { SquallError } from '../cloud/kernel/errors.ts';
import { collectScenarios, type Declared } from './registry.ts';
import { resolveSource } from './resolve-source.ts';
import type { Scenario } from './scenario.ts';

const own = (name: string): string => new URL(isSource ? `./${name}.ts` : `./${name}.js`, import.meta.url).href;

const isSource = import.meta.url.endsWith('.ts');

/**
 * Node's own import: hooks of the module loader are asked by it alone. Vitest puts one of its own in place of every
 * `import()` in sources; where it leaves packages alone, nothing is to be done.
 */
const importByNode: (href: string) => Promise<object> =
  isSource && process.env.VITEST !== undefined
    ? (vm.runInThisContext('(href) => import(href)', {
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      }) as (href: string) => Promise<object>)
    : (href) => import(href);

/**
 * The scenarios that a file declares, without vitest: `squall/vitest` means the explorer alone, and the file's other
 * tests are not run. A file may also export scenarios: `export default { app, when, … }`.
 */
export async function loadScenarios(file: string): Promise<Declared[]> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new SquallError(
      'NotFound',
      `There is no ${file}.`,
      'Name the file that calls explore(…): squall explore test/orders.test.ts',
    );
  }
  const hooks = nodeModule.registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'squall/vitest') return { url: own('standalone'), shortCircuit: true };
      const isStub = context.parentURL === own('vitest-stub');
      if (specifier === 'vitest' && !isStub) return { url: own('vitest-stub'), shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        const url = resolveSource(specifier, context.parentURL);
        if (url === undefined) throw error;
        return next(url, context);
      }
    },
    load: (url, context, next) => {
      // Vitest and bundlers read sources as modules, whatever package.json says (CommonJS, as npm init leaves it) or does
      // not say (as cdk init leaves it, at which Node would guess and warn).
      const isUnclear = context.format === 'commonjs-typescript' || (!context.format && url.includes('.ts'));
      const isSourceOfProject = isUnclear && url.startsWith('file:') && !url.includes('/node_modules/');
      return next(url, isSourceOfProject && isModule(url) ? { ...context, format: 'module-typescript' } : context);
    },
  });
  let module: Readonly<Record<string, unknown>> = {};
  try {
    const declared = await collectScenarios(async () => {
      // Evaluated anew each time: what was loaded before declares nothing.
      module = (await importByNode(`${pathToFileURL(path).href}?load=${randomUUID()}`)) as typeof module;
    });
    const found = [...declared, ...exportedBy(module)];
    if (found.length > 0) return found;
  } finally {
    hooks.deregister();
  }
  throw new SquallError(
    'NotFound',
    `${file} declares no scenario.`,
    "Call explore('name', { app, when, … }) in it, or export a scenario.",
  );
}

const isModule = (url: string): boolean => /^\s*(?:import|export)\b/m.test(readFileSync(new URL(url), 'utf8'));

const exportedBy = (module: Readonly<Record<string, unknown>>): Declared[] =>
  Object.entries(module).flatMap(([name, value]) => (isScenario(value) ? [{ name, scenario: value }] : []));

const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'object' && value !== null && 'when' in value && typeof value.when === 'function';
