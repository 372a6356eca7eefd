import { InvalidDocument, InvalidTemplate } from '../language/errors.ts';
import { conditional, isNoValue } from '../language/intrinsics.ts';
import { isMade, made, textOf } from '../language/legacy/made-text.ts';
import { legacyMap, setMade } from '../language/legacy/ordered-map.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isMap, isTruthy } from '../language/values.ts';

export const anyMethod = 'x-amazon-apigateway-any-method';
export const integrationKey = 'x-amazon-apigateway-integration';
export const openApi3 = /^3(\.\d)(\.\d)?\n?$/;

/** Whether a value looks like a version, as Python prints it. */
export const isVersion = (pattern: RegExp, value: unknown): boolean => pattern.test(pythonText(value));

export const invalidDefinition = (problem: string): InvalidDocument =>
  new InvalidDocument([new InvalidTemplate(problem)]);

/** @throws InvalidDocument with the words given */
export function assertMap(value: unknown, problem: string): asserts value is Fields {
  if (!isMap(value)) throw invalidDefinition(problem);
}

export function assertPathItem(item: unknown, path: string): asserts item is Fields {
  assertMap(item, `Value of '${path}' path must be a dictionary according to Swagger spec.`);
}

export function assertMethod(definition: unknown, path: string, method: unknown): asserts definition is Fields {
  assertMap(definition, `Definition of method '${pythonText(method)}' for path '${path}' should be a map.`);
}

/** What stands there: one value, or both that an `Fn::If` chooses from. */
export function conditionalContents(item: unknown): unknown[] {
  if (!isMap(item) || !has(item, 'Fn::If')) return [item];
  const items = item['Fn::If'];
  if (!Array.isArray(items)) throw invalidDefinition('Value of Fn::If must be a list.');
  return items.slice(1).filter((content) => !isNoValue(content));
}

/** In lower case, and `any` by the name that API Gateway's definitions give it. */
export function methodName(method: unknown): unknown {
  if (typeof method !== 'string' || method === '') return method;
  const lower = method.toLowerCase();
  return textOf(lower) === 'any' ? made(anyMethod) : lower;
}

export const hasIntegration = (definition: Fields): boolean => isTruthy(definition[integrationKey]);

/** Within a definition the transform's own texts are marked. */
export const conditionalDefinition = (condition: unknown, whenTrue: unknown): Fields =>
  conditional(condition, whenTrue, { Ref: made('AWS::NoValue') });

/** Edits the paths of an API's definition, Swagger's or OpenAPI's. */
export class PathEditor {
  readonly paths: Fields;

  constructor(paths: Fields) {
    this.paths = paths;
  }

  get pathNames(): string[] {
    return Object.keys(this.paths);
  }

  /** Whether the path is there, with the method in all of its alternatives. */
  hasPath(path: string, method?: unknown): boolean {
    if (!has(this.paths, path)) return false;
    const name = textOf(methodName(method));
    if (!isTruthy(name)) return true;
    return conditionalContents(this.paths[path]).every((item) => isMap(item) && has(item, name as string));
  }

  hasIntegration(path: string, method: string): boolean {
    const name = textOf(methodName(method)) as string;
    if (!this.hasPath(path, name)) return false;
    return this.pathItems(path).every((item) => {
      const definition = item[name];
      return (
        isMap(definition) &&
        conditionalContents(definition).some((content) => {
          assertMethod(content, path, name);
          return hasIntegration(content);
        })
      );
    });
  }

  /** @throws InvalidDocument for a path that is no map */
  addPath(path: string, method?: unknown): void {
    const name = methodName(method);
    if (!has(this.paths, path)) this.paths[path] = legacyMap();
    const present = this.paths[path];
    if (!isMap(present)) {
      throw invalidDefinition(`Value of '${path}' path must be a dictionary according to Swagger spec.`);
    }
    for (const item of conditionalContents(present)) {
      assertPathItem(item, path);
      const key = String(name ?? null);
      if (has(item, textOf(key))) continue;
      if (isMade(key)) setMade(item, textOf(key), legacyMap());
      else item[key] = legacyMap();
    }
  }

  addTimeout(path: string, method: string, timeout: unknown): void {
    for (const definition of this.methods(path, method)) {
      (definition[integrationKey] as Fields)[made('timeoutInMillis')] = timeout;
    }
  }

  /** The alternatives of a path. */
  pathItems(path: string): Fields[] {
    return conditionalContents(has(this.paths, path) ? this.paths[path] : undefined).map((item) => {
      assertPathItem(item, path);
      return item;
    });
  }

  /** All definitions of a method of a path. */
  *methods(path: string, method: string, onlyIntegrated = true): Generator<Fields> {
    const name = textOf(methodName(method)) as string;
    for (const item of this.pathItems(path)) {
      for (const definition of conditionalContents(item[name])) {
        assertMethod(definition, path, textOf(method));
        if (!onlyIntegrated || hasIntegration(definition)) yield definition;
      }
    }
  }
}

/** The scopes of an authorizer that says some. */
export const scopesOf = (authorizer: { readonly authorizationScopes?: unknown } | undefined): unknown =>
  authorizer?.authorizationScopes ?? [];
