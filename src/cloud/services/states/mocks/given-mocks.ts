import { readFileSync } from 'node:fs';
import { SquallError } from '../../../kernel/errors.ts';
import { parseJson } from '../../../kernel/json.ts';

import type { StatesState } from '../state.ts';
import type { Mock, MockHolder } from './mock.ts';
import { readMocks } from './read-mocks.ts';

/** Those that the cloud was started with. Throws `SquallError` for a file that cannot be read and for what is no mock. */
export function startingMocks(given: unknown): readonly Mock[] {
  if (given === undefined) return [];
  return readMocks(typeof given === 'string' ? readFile(given) : given);
}

function readFile(path: string): unknown {
  const hint = 'Give a MockConfigFile.json as Step Functions Local reads it.';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new SquallError('InvalidOption', `The mock file ${path} cannot be read (${code}).`, hint, { cause });
  }
  const value = parseJson(text);
  if (value === undefined) throw new SquallError('InvalidOption', `The mock file ${path} is not JSON.`, hint);
  return value;
}

/** All that hold in an account and region, later ones last: those of the start, then those that were added. */
export const mocksIn = (state: StatesState, runtime: MockHolder): readonly Mock[] =>
  runtime.mocks.length === 0 && state.mocks.size === 0 ? [] : [...runtime.mocks, ...state.mocks.values()];
