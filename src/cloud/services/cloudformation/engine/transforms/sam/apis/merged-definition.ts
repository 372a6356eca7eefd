import { deepGet, NoMap } from '../language/deep-path.ts';
import { InvalidResource } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { textOf } from '../language/legacy/made-text.ts';
import { copyMap, insertionMap, markedKeys } from '../language/legacy/ordered-map.ts';
import { type Fields, has, isTruthy } from '../language/values.ts';
import { methodName } from './definition-paths.ts';
import type { EventRoute } from './event-auth.ts';
import type { SwaggerEditor } from './swagger-editor.ts';

/**
 * The template's definition, with what the transform made of a method over what it says of the method itself.
 * @throws InvalidResource
 */
export function mergedDefinition(source: Fields, editor: SwaggerEditor, { apiId, path, method }: EventRoute): Fields {
  const merged = copyMap(source);
  const paths = (isTruthy(merged.paths) ? merged.paths : {}) as Fields;
  const place = { id: apiId, path: `DefinitionBody.paths.${path}.${method}` };
  const given = methodOf(paths, path, method, apiId);
  const declared = expectMap(isTruthy(given) ? given : {}, place);
  const { paths: made } = editor.definition as { paths: Record<string, Fields> };
  const generated = made[path]?.[textOf(methodName(method)) as string] as Fields;
  const both = insertionMap([...entriesOf(declared), ...entriesOf(generated)]);
  if (!has(paths, path)) paths[path] = insertionMap();
  (paths[path] as Fields)[method] = both;
  return merged;
}

function methodOf(paths: Fields, path: string, method: string, apiId: string): unknown {
  try {
    return deepGet(paths, [path, method]);
  } catch (error) {
    if (!(error instanceof NoMap)) throw error;
    throw new InvalidResource(apiId, `Property 'DefinitionBody' is invalid: ${error.message}`);
  }
}

const entriesOf = (map: Fields): [string, unknown][] => markedKeys(map).map((key) => [key, map[textOf(key)]]);
