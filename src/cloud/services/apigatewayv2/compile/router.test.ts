import { describe, expect, test } from 'vitest';
import { Router } from './router.ts';

function routerOf(...keys: string[]): Router<string> {
  const router = new Router<string>();
  for (const key of keys) router.add(key, key);
  return router;
}

describe('Router', () => {
  // The example of AWS's own page on the selection of routes.
  const pets = routerOf('GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default');

  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['GET', '/', '$default', {}],
  ])('%s %s takes %s', (method, path, key, pathParameters) => {
    expect(pets.find(method, path)).toEqual({ route: key, pathParameters });
  });

  test('prefers a method of its own to ANY', () => {
    const router = routerOf('ANY /a', 'GET /a');

    expect(router.find('GET', '/a')?.route).toBe('GET /a');
    expect(router.find('PUT', '/a')?.route).toBe('ANY /a');
  });

  test('goes back to a variable when a fixed segment leads nowhere', () => {
    const router = routerOf('GET /a/{x}/c', 'GET /a/b/d', 'POST /a/b/c');

    expect(router.find('GET', '/a/b/c')).toEqual({ route: 'GET /a/{x}/c', pathParameters: { x: 'b' } });
  });

  test('prefers a full match to a greedy one with more fixed segments', () => {
    const router = routerOf('GET /a/b/{rest+}', 'GET /{x}/{y}/{z}');

    expect(router.find('GET', '/a/b/c')?.route).toBe('GET /{x}/{y}/{z}');
  });

  test('prefers the greedy route with more segments ahead of its variable', () => {
    const router = routerOf('ANY /{all+}', 'GET /a/{rest+}', 'GET /{one}/b/{rest+}');

    expect(router.find('GET', '/a/b/c')).toEqual({ route: 'GET /a/{rest+}', pathParameters: { rest: 'b/c' } });
    expect(router.find('GET', '/x/b/c')).toEqual({
      route: 'GET /{one}/b/{rest+}',
      pathParameters: { one: 'x', rest: 'c' },
    });
  });

  test('lets routes of one shape name their variables differently', () => {
    const router = routerOf('GET /users/{id}', 'DELETE /users/{name}');

    expect(router.find('DELETE', '/users/7')?.pathParameters).toEqual({ name: '7' });
  });

  test('compares decoded segments and splits encoded ones', () => {
    const router = routerOf('GET /café/{x}');

    expect(router.find('GET', '/caf%C3%A9/a%2Fb')?.pathParameters).toEqual({ x: 'a/b' });
    expect(router.find('GET', '/caf%C3%A9/%ZZ')?.pathParameters).toEqual({ x: '%ZZ' });
  });

  test('takes a trailing slash for another path', () => {
    expect(routerOf('GET /a', 'GET /b/{id}').find('GET', '/a/')).toBeUndefined();
    expect(routerOf('GET /b/{id}').find('GET', '/b/')).toBeUndefined();
  });

  test('finds nothing for the wrong method', () => {
    expect(routerOf('GET /a').find('POST', '/a')).toBeUndefined();
  });
});
