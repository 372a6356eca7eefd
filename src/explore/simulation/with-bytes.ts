import type { CloudKernel } from '../../cloud/service-kit/contract.ts';
import type { Shape } from '../../cloud/wire/model/model.ts';
import { SquallError } from '../../index.ts';
import type { ServiceCall } from './scenario-calls.ts';

/**
 * A call as a scenario wrote it, with bytes where the service takes bytes: a text there stands for its UTF-8, as in the SDK.
 * Throws `SquallError` where it is neither.
 */
export function withBytes({ services, models }: CloudKernel, [service, operation, input]: ServiceCall): ServiceCall {
  const shape = services.has(service) ? models.of(service).operations.get(operation)?.input : undefined;
  if (!shape) return [service, operation, input];
  return [service, operation, read(shape, input, `${service}.${operation}`) as object];
}

function read(shape: Shape, value: unknown, path: string): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.kind) {
    case 'structure':
      return isRecord(value) ? { ...value, ...membersOf(shape.members, value, path) } : value;
    case 'list':
      return Array.isArray(value) ? value.map((each) => read(shape.value.shape, each, `${path}[]`)) : value;
    case 'map':
      return isRecord(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, each]) => [key, read(shape.value.shape, each, `${path}.${key}`)]),
          )
        : value;
    case 'blob':
    case 'stream':
      return bytesOf(value, path);
    default:
      return value;
  }
}

function membersOf(
  members: readonly { readonly name: string; readonly shape: Shape }[],
  value: Readonly<Record<string, unknown>>,
  path: string,
): Record<string, unknown> {
  const given = members.filter(({ name }) => Object.hasOwn(value, name));
  return Object.fromEntries(given.map(({ name, shape }) => [name, read(shape, value[name], `${path}.${name}`)]));
}

function bytesOf(value: unknown, path: string): unknown {
  if (typeof value === 'string') return Buffer.from(value);
  if (value instanceof Uint8Array || isAsync(value)) return value;
  throw new SquallError(
    'InvalidOption',
    `${path} takes bytes or a text, not ${kindOf(value)}.`,
    'Write JSON.stringify(…).',
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array);

const isAsync = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : `a value of the type ${typeof value}`);
