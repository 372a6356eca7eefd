import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import type { ModelRecord } from '../state.ts';
import type { ClientMethod, ClientParameter } from './client-methods.ts';

/** How deep types are told; what is below is `unknown`. */
const depthMax = 20;

/** The types of a generated client: its functions, and an own type for each model of the API. */
export function typeDeclarations(methods: readonly ClientMethod[], models: readonly ModelRecord[]): string {
  const known = new Set(models.map(({ name }) => name));
  const types = models.map(
    ({ name, schema = '' }) => `export type ${typeName(name)} = ${typeOf(parseJson(schema), known)};`,
  );
  const functions = methods.map(
    ({ name, parameters, body, answer }) =>
      `  ${JSON.stringify(name)}(params${optional(parameters)}: ${paramsOf(parameters)}, body?: ${modelType(body, known)}, options?: CallOptions): Promise<Answer<${modelType(answer, known)}>>;`,
  );
  return `export interface ClientConfig {
  /** Where the stage answers. */
  readonly invokeUrl?: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One that signs requests, for methods that ask for it. */
  readonly fetch?: typeof globalThis.fetch;
}
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly queryParams?: Readonly<Record<string, string>>;
}
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
}
${types.join('\n')}
export interface Client {
${functions.join('\n')}
}
export declare function newClient(config?: ClientConfig): Client;
export declare const apigClientFactory: { readonly newClient: typeof newClient };
`;
}

const optional = (parameters: readonly ClientParameter[]): string =>
  parameters.some(({ required }) => required) ? '' : '?';

function paramsOf(parameters: readonly ClientParameter[]): string {
  const members = parameters.map(
    ({ name, required }) => `${JSON.stringify(name)}${required ? '' : '?'}: string | number`,
  );
  return `{ ${members.join('; ')} }`;
}

/** Types must not begin with a digit, nor be named like those of the client. */
const typeName = (model: string): string => `${model}Model`.replace(/^\d/, '_$&');

const modelType = (name: string | undefined, known: ReadonlySet<string>): string =>
  name !== undefined && known.has(name) ? typeName(name) : 'unknown';

const primitives: ReadonlyMap<unknown, string> = new Map([
  ['string', 'string'],
  ['integer', 'number'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
]);

/** A schema as a type; `unknown` for what has no short one. */
function typeOf(schema: unknown, known: ReadonlySet<string>, depth = 0): string {
  if (!isJsonObject(schema) || depth > depthMax) return 'unknown';
  const { $ref, type, properties, items, required } = schema;
  if (typeof $ref === 'string') return modelType($ref.split('/').at(-1), known);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ') || 'never';
  const primitive = primitives.get(type);
  if (primitive !== undefined) return primitive;
  if (type === 'array') return `readonly (${typeOf(items, known, depth + 1)})[]`;
  if (!isJsonObject(properties)) return type === 'object' ? 'Record<string, unknown>' : 'unknown';
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const members = Object.entries(properties).map(
    ([name, member]) =>
      `${JSON.stringify(name)}${needed.includes(name) ? '' : '?'}: ${typeOf(member, known, depth + 1)}`,
  );
  return `{ ${members.join('; ')} }`;
}
