import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, parseJson } from '../../../kernel/json.ts';
import { invalidPatch } from '../errors.ts';

// RFC 6902, https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-update.html

/** What the document makes of the model, which stays as it is. Throws for a document that cannot be followed. */
export function applyPatch(model: JsonObject, document: string): JsonObject {
  const operations = parseJson(document);
  if (!Array.isArray(operations)) throw invalidPatch('it must be a list of operations');
  let root: unknown = structuredClone(model);
  for (const operation of operations) {
    if (!isJsonObject(operation)) throw invalidPatch('each operation must be an object');
    root = step(root, operation);
  }
  if (!isJsonObject(root)) throw invalidPatch('it must leave an object');
  return root;
}

function step(root: unknown, operation: JsonObject): unknown {
  const path = pointer(operation.path, 'path');
  switch (operation.op) {
    case 'add':
      return add(root, path, operandOf(operation));
    case 'remove':
      return remove(root, path);
    case 'replace':
      return path.length === 0 ? operandOf(operation) : replace(root, path, operandOf(operation));
    case 'move': {
      const from = pointer(operation.from, 'from');
      const value = read(root, from);
      return add(remove(root, from), path, value);
    }
    case 'copy':
      return add(root, path, structuredClone(read(root, pointer(operation.from, 'from'))));
    case 'test':
      if (!isDeepStrictEqual(read(root, path), operandOf(operation)))
        throw invalidPatch(`the test of ${textOf(path)} failed`);
      return root;
    default:
      throw invalidPatch(`${JSON.stringify(operation.op)} is not an operation`);
  }
}

function operandOf(operation: JsonObject): unknown {
  if (!Object.hasOwn(operation, 'value')) throw invalidPatch(`${String(operation.op)} needs a value`);
  return operation.value;
}

function pointer(text: unknown, member: string): string[] {
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/'))) {
    throw invalidPatch(`${member} must be a JSON pointer`);
  }
  const parts = text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  // AWS's own models have no such members; an object without a prototype is not worth it.
  if (parts.includes('__proto__')) throw invalidPatch(`${member} leads nowhere: ${text}`);
  return parts;
}

const textOf = (path: readonly string[]): string => `/${path.join('/')}`;
const nowhere = (path: readonly string[]) => invalidPatch(`there is nothing at ${textOf(path)}`);

function read(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => {
    if (Array.isArray(part)) return part[indexOf(key, part.length - 1, path)];
    if (!isJsonObject(part) || !Object.hasOwn(part, key)) throw nowhere(path);
    return part[key];
  }, root);
}

function indexOf(key: string, last: number, path: readonly string[]): number {
  const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
  if (index < 0 || index > last) throw nowhere(path);
  return index;
}

interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string;
}

function placeOf(root: unknown, path: readonly string[]): Place {
  const parent = read(root, path.slice(0, -1));
  if (typeof parent !== 'object' || parent === null) throw nowhere(path);
  return { parent: parent as Place['parent'], key: path.at(-1) ?? '' };
}

function add(root: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const { parent, key } = placeOf(root, path);
  if (!Array.isArray(parent)) parent[key] = value;
  else parent.splice(key === '-' ? parent.length : indexOf(key, parent.length, path), 0, value);
  return root;
}

function remove(root: unknown, path: readonly string[]): unknown {
  read(root, path);
  const { parent, key } = placeOf(root, path);
  if (Array.isArray(parent)) parent.splice(indexOf(key, parent.length - 1, path), 1);
  else delete parent[key];
  return root;
}

function replace(root: unknown, path: readonly string[], value: unknown): unknown {
  read(root, path);
  const { parent, key } = placeOf(root, path);
  if (Array.isArray(parent)) parent[indexOf(key, parent.length - 1, path)] = value;
  else parent[key] = value;
  return root;
}
