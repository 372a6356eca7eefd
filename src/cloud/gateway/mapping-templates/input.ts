import { BoundedMap } from '../../kernel/bounded-map.ts';
import { type JsonPath, parseJsonPath, readJsonPath } from './json-path.ts';
import { TemplateError } from './template-error.ts';
import { isHost, parseJsonValue, printed, toJson, type Value } from './values.ts';

/** The request's, by where they are, in the order in which `params(name)` looks for one. */
export interface RequestValues {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

/** What `$input` tells: of a request on its way to an integration, or of the integration's answer. */
export interface InputSource {
  /** As text. */
  readonly body: string;
  readonly parameters: RequestValues;
}

/**
 * `$input` of mapping templates.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function inputVariable({ body, parameters }: InputSource): Value {
  let parsed: { readonly value: Value | undefined } | undefined;
  const root = (): Value | undefined => {
    // Only what looks like JSON is read; anything else is a text without members.
    parsed ??= { value: /^\s*[{["']/.test(body) ? parseBody(body) : body.trim() === '' ? new Map() : undefined };
    return parsed.value;
  };
  const find = (path: Value | undefined): Value => {
    const value = root();
    return value === undefined ? null : (readJsonPath(jsonPath(printed(path ?? '$')), value) ?? null);
  };
  return {
    host: {
      get: (name) => (name === 'body' ? body || '{}' : undefined),
      call(name, [argument]) {
        if (name === 'path') return find(argument);
        if (name === 'json') return json(find(argument));
        if (name === 'params')
          return argument === undefined ? allOf(parameters) : parameterOf(parameters, printed(argument));
        return undefined;
      },
      toString: () => '',
    },
  };
}

/** Templates ask for the same few paths at every request; a text of theirs that is no path is not kept. */
const readPaths = new BoundedMap<string, JsonPath>(1000);

function jsonPath(text: string): JsonPath {
  const known = readPaths.get(text);
  if (known) return known;
  const path = parseJsonPath(text);
  readPaths.set(text, path);
  return path;
}

/** @throws TemplateError in API Gateway's words for JSON that is broken */
function parseBody(body: string): Value {
  const value = parseJsonValue(body);
  if (value === undefined) throw new TemplateError('Invalid JSON in request body');
  return value;
}

/** What is missing is an empty text, in quotes. */
const json = (value: Value): string => (value === null || isHost(value) ? '""' : toJson(value));

const allOf = ({ path, querystring, header }: RequestValues): Value =>
  new Map<Value, Value>([
    ['path', new Map<Value, Value>(Object.entries(path))],
    ['querystring', new Map<Value, Value>(Object.entries(querystring))],
    ['header', new Map<Value, Value>(Object.entries(header))],
  ]);

/** Maps are made when they are asked for, so that each is asked for once and no sooner than needed. */
function parameterOf(parameters: RequestValues, name: string): Value {
  for (const place of ['path', 'querystring'] as const) {
    const values = parameters[place];
    if (Object.hasOwn(values, name)) return values[name] ?? '';
  }
  const lower = name.toLowerCase();
  return Object.entries(parameters.header).find(([key]) => key.toLowerCase() === lower)?.[1] ?? '';
}
