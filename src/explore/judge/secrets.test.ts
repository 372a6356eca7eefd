import { expect, it } from 'vitest';
import type { ExploredServices } from '../simulation/explored-services.ts';
import { secretValues } from './secrets.ts';

const valuesOf = (...secrets: string[]): string[] =>
  secretValues({ secrets: () => secrets } as unknown as ExploredServices);

it('a secret that is text must not be seen as a whole', () => {
  expect(valuesOf('hunter22', 'not {json', '"quoted"', 'null')).toEqual(['hunter22', 'not {json', '"quoted"', 'null']);
});

it.each(['password', 'PWD', 'clientSecret', 'api_key', 'Token', 'credentials', 'auth'])(
  'of a secret that is JSON the member %s must not be seen, and what is harmless may',
  (name) => {
    expect(valuesOf(JSON.stringify({ [name]: 'hunter22', host: 'db.test', port: 5432, [`${name}Count`]: 1 }))).toEqual([
      'hunter22',
    ]);
  },
);

it('a value of less than four letters would be found in anything, and one is named once', () => {
  expect(valuesOf('abc', 'abcd', 'abcd')).toEqual(['abcd']);
});
