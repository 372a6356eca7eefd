import type { Arbitrary } from 'fast-check';
import { SquallError } from '../../index.ts';
import type { PlannedInput } from '../run/plan.ts';
import type { Fuzz } from '../scenario.ts';

/** What a scenario sends: the example, or what fast-check makes of a seed and a path. */
export async function inputOf(fuzz: Fuzz, input: PlannedInput | undefined): Promise<unknown> {
  return input ? (await valuesFrom(fuzz, input, 1))[0] : fuzz.example;
}

/** The value at a path and those beside it: of `3:0` the first one that the fourth value shrinks to, and the next ones. */
export async function valuesFrom({ input }: Fuzz, { seed, path }: PlannedInput, count: number): Promise<unknown[]> {
  const { sample } = await fastCheck();
  return sample(input as Arbitrary<unknown>, { seed, path, numRuns: count });
}

/** How a value is told. */
export async function tell(value: unknown): Promise<string> {
  return (await fastCheck()).stringify(value);
}

/** Loaded where it is used alone: most scenarios generate nothing. */
const fastCheck = (): Promise<typeof import('fast-check')> =>
  import('fast-check').catch((cause: unknown) => {
    const hint = 'npm i -D fast-check';
    throw new SquallError('NotExplorable', 'Generated inputs need the package fast-check.', hint, { cause });
  });
