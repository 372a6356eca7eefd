import { deepGet, NoMap } from '../language/deep-path.ts';
import { legacyMap, setMade } from '../language/legacy/ordered-map.ts';
import { type Fields, isNothing, isTruthy } from '../language/values.ts';
import { assertMap, assertPathItem, invalidDefinition, isVersion, openApi3 } from './definition-paths.ts';

/**
 * What the transform wrote in Swagger's way, in the way of OpenAPI 3 where the definition is one, or shall be one.
 * Changes the definition in place.
 * @throws InvalidDocument
 */
export function withOpenApi3(definition: Fields, version: unknown): Fields {
  if (!isNothing(definition.swagger)) return definition;
  const wanted = isNothing(definition.openapi) || !isNothing(version) ? version : definition.openapi;
  if (!isTruthy(wanted) || !isVersion(openApi3, wanted)) return definition;
  moveIntoComponents(definition, 'securityDefinitions', 'securitySchemes');
  moveIntoComponents(definition, 'definitions', 'schemas');
  const { paths } = definition;
  if (!isTruthy(paths)) return definition;
  assertMap(paths, 'Value of paths must be a dictionary according to Swagger spec.');
  for (const [path, item] of Object.entries(paths)) {
    assertPathItem(item, path);
    if (isTruthy(item.options)) reviseOptions(item.options, path);
  }
  return definition;
}

function moveIntoComponents(definition: Fields, from: string, to: string): void {
  if (!isTruthy(definition[from])) return;
  const components = isTruthy(definition.components) ? (definition.components as Fields) : legacyMap();
  setMade(components, to, definition[from]);
  setMade(definition, 'components', components);
  delete definition[from];
}

/** OpenAPI has neither `produces` nor `consumes`, and a header's type is that of its schema. */
function reviseOptions(options: unknown, path: string): void {
  assertMap(options, `Value of options method for path ${path} must be a dictionary according to Swagger spec.`);
  for (const [field, value] of Object.entries(options)) {
    if (field === 'produces' || field === 'consumes') delete options[field];
    if (field !== 'responses') continue;
    const headers = headersOf(value, path);
    if (!isTruthy(headers)) continue;
    assertMap(
      headers,
      `Value of response's headers in options method for path ${path} must be a dictionary according to Swagger spec.`,
    );
    for (const [name, header] of Object.entries(headers)) {
      const schema = legacyMap();
      setMade(schema, 'schema', header);
      headers[name] = schema;
    }
  }
}

function headersOf(responses: unknown, path: string): unknown {
  try {
    return deepGet(responses, ['200', 'headers']);
  } catch (error) {
    if (!(error instanceof NoMap)) throw error;
    throw invalidDefinition(`Invalid responses in options method for path ${path}: ${error.message}.`);
  }
}
