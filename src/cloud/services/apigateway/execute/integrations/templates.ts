import { withinEffort } from '../../../../gateway/mapping-templates/effort.ts';
import { inputVariable, type RequestValues } from '../../../../gateway/mapping-templates/input.ts';
import { renderTemplate } from '../../../../gateway/mapping-templates/render.ts';
import { TemplateError } from '../../../../gateway/mapping-templates/template-error.ts';
import { utilVariable } from '../../../../gateway/mapping-templates/util-variable.ts';
import { printed, type Value } from '../../../../gateway/mapping-templates/values.ts';
import { queryValues } from '../../../../gateway/requests/request-values.ts';
import type { MappingTemplate } from '../../compile/compile-integration.ts';
import type { RoutedExchange } from '../exchange.ts';
import { requestHeaders } from '../request-headers.ts';
import { contextEntries } from '../variables.ts';

/** A rendered template, with what it says of parameters: `$context.requestOverride` and `$context.responseOverride`. */
export interface Rendered {
  readonly text: string;
  readonly requestOverride: Override;
  readonly responseOverride: Override;
}

/** By place (`header`, `querystring`, `path`); those that were set alone. */
interface Override {
  readonly header: ReadonlyMap<string, string>;
  readonly querystring: ReadonlyMap<string, string>;
  readonly path: ReadonlyMap<string, string>;
  /** Undefined unless it is a status: AWS overlooks anything else. */
  readonly status: number | undefined;
}

/** Overrides are final: the same one twice ends in an error. */
class OverrideMap extends Map<Value, Value> {
  override set(key: Value, value: Value): this {
    if (this.has(key)) throw new TemplateError(`${printed(key)} is overridden more than once`);
    return super.set(key, value);
  }
}

const newOverride = () =>
  new OverrideMap([
    ['header', new OverrideMap()],
    ['querystring', new OverrideMap()],
    ['path', new OverrideMap()],
  ]);

const nothing: ReadonlyMap<string, string> = new Map();
const noOverride: Override = { header: nothing, querystring: nothing, path: nothing, status: undefined };

function readOverride(map: OverrideMap): Override {
  const texts = (place: string): ReadonlyMap<string, string> => {
    const values = map.get(place);
    if (!(values instanceof Map) || values.size === 0) return nothing;
    return new Map([...values].map(([name, value]) => [printed(name), printed(value)]));
  };
  const status = map.get('status');
  const isStatus = typeof status === 'number' && status >= 100 && status <= 599;
  return {
    header: texts('header'),
    querystring: texts('querystring'),
    path: texts('path'),
    status: isStatus ? status : undefined,
  };
}

/**
 * Renders a template of an integration or of its response; `body` is what `$input` tells of.
 * @throws TemplateError
 */
export function renderMapping(exchange: RoutedExchange, template: MappingTemplate, body: string): Rendered {
  const parsed = template.read();
  if (parsed.constant !== undefined) {
    return { text: parsed.constant, requestOverride: noOverride, responseOverride: noOverride };
  }
  const variables = new Map<string, Value>([
    ['input', inputVariable({ body, parameters: new RequestParameters(exchange) })],
    ['util', utilVariable],
    ['stageVariables', new Map<Value, Value>(Object.entries(exchange.stage.variables))],
  ]);
  if (template.context === 'nothing') {
    return { text: renderTemplate(parsed, variables), requestOverride: noOverride, responseOverride: noOverride };
  }
  const requestOverride = newOverride();
  const responseOverride = newOverride();
  const context = contextMap(exchange, template.context);
  context.set('requestOverride', requestOverride);
  context.set('responseOverride', responseOverride);
  variables.set('context', context);
  const text = renderTemplate(parsed, variables);
  return withinEffort(() => ({
    text,
    requestOverride: readOverride(requestOverride),
    responseOverride: readOverride(responseOverride),
  }));
}

/** Read only when `$input` is asked for them, which many templates never do. */
class RequestParameters implements RequestValues {
  readonly #exchange: RoutedExchange;

  constructor(exchange: RoutedExchange) {
    this.#exchange = exchange;
  }

  get path(): Readonly<Record<string, string>> {
    return this.#exchange.match.pathParameters;
  }

  get querystring(): Readonly<Record<string, string>> {
    return lastValues(queryValues(this.#exchange.request.query) ?? new Map<string, string[]>());
  }

  get header(): Readonly<Record<string, string>> {
    return lastValues(requestHeaders(this.#exchange));
  }
}

/** Of what is there several times, the last one counts. */
const lastValues = (values: ReadonlyMap<string, readonly string[]>): Record<string, string> =>
  Object.fromEntries([...values].map(([name, list]) => [name, list.at(-1) ?? '']));

/** `$context` as maps in maps, with no more in it than was asked for. */
function contextMap(exchange: RoutedExchange, used: ReadonlySet<string> | 'all'): Map<Value, Value> {
  const root = new Map<Value, Value>();
  for (const [path, value] of contextEntries(exchange, used)) {
    const steps = path.split('.');
    const last = steps.pop() ?? path;
    let owner = root;
    for (const step of steps) {
      const known = owner.get(step);
      const next = known instanceof Map ? known : new Map<Value, Value>();
      owner.set(step, next);
      owner = next;
    }
    owner.set(last, value);
  }
  return root;
}
