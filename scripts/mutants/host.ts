/**
 * Runs tests for `main.ts` in a process of its own: one vitest for all mutants, so that what does not change is transformed
 * once; and a process, since a mutant may loop for ever. Told what changed and what to run, it answers whether all passed.
 */
import { createVitest } from 'vitest/node';

/** `main.ts` → host. */
export interface Order {
  /** Absolute path of the file that was written. */
  readonly changed: string;
  /** Paths of tests from the root, or their beginnings. */
  readonly tests: readonly string[];
}

/** Host → `main.ts`. */
export interface Result {
  readonly isGreen: boolean;
  /** How many test files there were. */
  readonly files: number;
}

const silent = { onInit: () => undefined };
const vitest = await createVitest({
  root: process.cwd(),
  watch: false,
  bail: 1,
  maxWorkers: 1,
  cache: false,
  // What a mutant leaves behind in a process is not to fail the next one's tests.
  isolate: true,
  // A mutant that waits for ever is noticed after this long.
  testTimeout: 10_000,
  reporters: [silent],
});

/** Those of earlier orders were put back since, and must be read again. */
const everChanged = new Set<string>();

async function run({ changed, tests }: Order): Promise<Result> {
  for (const path of everChanged.add(changed)) vitest.invalidateFile(path);
  const specifications = await vitest.globTestSpecifications([...tests]);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  const isGreen = unhandledErrors.length === 0 && testModules.every((module) => module.ok());
  return { isGreen, files: testModules.length };
}

process.on('message', (order: Order) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.send?.('ready');
