import { SquallError } from '../kernel/errors.ts';
import { isJsonObject } from '../kernel/json.ts';
import { storedOnlyIn } from '../service-kit/stored-only.ts';
import type { AdminContext } from './context.ts';

interface NotedResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Refused {
  readonly id: string;
  readonly what: string;
}

/**
 * What this cloud says of resources that it has deployed without an error: settings that are kept and have no effect here,
 * and resources that are there and do not work, by id. Of properties, names and texts are enough.
 */
export function deployNotes(
  { kernel }: AdminContext,
  { resources }: Readonly<Record<string, unknown>>,
): { readonly storedOnly: ReturnType<typeof storedOnlyIn>; readonly refused: readonly Refused[] } {
  if (!Array.isArray(resources) || !resources.every(isNoted)) {
    const hint = 'Send {"resources":[{"id":"Api","type":"AWS::Lambda::Function","properties":{"Runtime":"java21"}}]}.';
    throw new SquallError('InvalidOption', 'Of which resources?', hint);
  }
  return { storedOnly: storedOnlyIn(kernel.storedOnly, resources), refused: refusedOf(kernel, resources) };
}

const isNoted = (value: unknown): value is NotedResource =>
  isJsonObject(value) &&
  typeof value.id === 'string' &&
  typeof value.type === 'string' &&
  isJsonObject(value.properties);

function refusedOf(kernel: AdminContext['kernel'], resources: readonly NotedResource[]): Refused[] {
  const runtimes = Array.from(kernel.services.values(), (service) => kernel.runtimeOf(service));
  return resources.flatMap(({ id, type, properties }) =>
    runtimes.flatMap((runtime) => {
      const what = runtime?.refusalOf?.(type, properties);
      return what === undefined ? [] : [{ id, what }];
    }),
  );
}
