import { describe, expect, it } from 'vitest';
import { parseHandlerName } from './load-handler.ts';

describe('parseHandlerName', () => {
  const cases: readonly [string, object][] = [
    ['index.handler', { directory: '', module: 'index', names: ['handler'] }],
    ['src/app.handler', { directory: 'src', module: 'app', names: ['handler'] }],
    ['a/b/app.api.get', { directory: 'a/b', module: 'app', names: ['api', 'get'] }],
    [
      '/opt/nodejs/node_modules/x/handler.handler',
      { directory: '/opt/nodejs/node_modules/x', module: 'handler', names: ['handler'] },
    ],
  ];
  for (const [name, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(parseHandlerName(name)).toEqual(expected);
    });
  }

  it('refuses a name without a dot, and one that climbs', () => {
    expect(() => parseHandlerName('index')).toThrow(
      expect.objectContaining({ name: 'Runtime.MalformedHandlerName', message: 'Bad handler' }),
    );
    expect(() => parseHandlerName('../index.handler')).toThrow(/is not a valid handler name/);
  });
});
