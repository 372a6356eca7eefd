import { withinEffort } from '../../../../gateway/mapping-templates/effort.ts';
import { parseJsonPath, readJsonPath } from '../../../../gateway/mapping-templates/json-path.ts';
import { TemplateError } from '../../../../gateway/mapping-templates/template-error.ts';
import { parseJsonValue, printed, toJson, type Value } from '../../../../gateway/mapping-templates/values.ts';
import type { ParameterSource } from '../../compile/parameter-source.ts';
import type { RoutedExchange } from '../exchange.ts';
import { requestParameterValues } from '../request-parameters.ts';
import { contextVariable } from '../variables.ts';

/** What mappings may be asked of: of the request alone, or of the backend's answer as well. */
export interface MappedFrom {
  /** Of the request, or of the answer once there is one. */
  readonly body: string;
  readonly responseHeaders?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * The values of a mapping's source; undefined when there are none, and then nothing is mapped.
 * @throws TemplateError where a body that is broken JSON is asked for a member
 */
export function parameterValues(
  exchange: RoutedExchange,
  source: ParameterSource,
  from: MappedFrom,
): readonly string[] | undefined {
  switch (source.kind) {
    case 'static':
      return [source.text];
    case 'context':
      return listOf(contextVariable(exchange, source.name));
    case 'stageVariables': {
      const { variables } = exchange.stage;
      return listOf(Object.hasOwn(variables, source.name) ? variables[source.name] : undefined);
    }
    case 'request':
      return someOf(requestParameterValues(exchange, source.name), source.isMultiple);
    case 'responseHeader': {
      const value = from.responseHeaders?.[source.name];
      return someOf(typeof value === 'string' ? [value] : value, source.isMultiple);
    }
    case 'body':
      return listOf(source.path === undefined ? from.body : memberOf(from.body, source.path));
  }
}

const listOf = (value: string | undefined): readonly string[] | undefined =>
  value === undefined ? undefined : [value];

/** All values, or the last one. */
const someOf = (values: readonly string[] | undefined, isMultiple: boolean): readonly string[] | undefined =>
  isMultiple ? values : values?.slice(-1);

/** Texts as they are, structures as JSON; a body that does not look like JSON has no members. */
function memberOf(body: string, path: string): string | undefined {
  if (!/^\s*[{["']/.test(body)) return undefined;
  const root = parseJsonValue(body);
  if (root === undefined) throw new TemplateError('Invalid JSON in request body');
  return withinEffort(() => {
    const value: Value | undefined = readJsonPath(parseJsonPath(path), root);
    if (value === undefined || value === null) return undefined;
    return typeof value === 'object' && (Array.isArray(value) || value instanceof Map) ? toJson(value) : printed(value);
  });
}
