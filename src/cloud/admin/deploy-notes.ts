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

interface DeployNotes {
  readonly storedOnly: ReturnType<typeof storedOnlyIn>;
  readonly refused: readonly Refused[];
  readonly lacking: readonly string[];
}

/**
 * What this cloud says of resources that it has deployed without an error: settings that are kept and have no effect here,
 * resources that are there and do not work, by id, and what the code of functions lacks, in sentences. Of properties,
 * names and texts are enough. Answers when nothing is being installed any more.
 */
export async function deployNotes(
  { kernel }: AdminContext,
  { resources }: Readonly<Record<string, unknown>>,
): Promise<DeployNotes> {
  if (!Array.isArray(resources) || !resources.every(isNoted)) {
    const hint = 'Send {"resources":[{"id":"Api","type":"AWS::Lambda::Function","properties":{"Runtime":"java21"}}]}.';
    throw new SquallError('InvalidOption', 'Of which resources?', hint);
  }
  const lacking = await Promise.all(runtimesOf(kernel).map((runtime) => runtime?.lacks?.() ?? []));
  return {
    storedOnly: storedOnlyIn(kernel.storedOnly, resources),
    refused: refusedOf(kernel, resources),
    lacking: lacking.flat(),
  };
}

const runtimesOf = (kernel: AdminContext['kernel']) =>
  Array.from(kernel.services.values(), (service) => kernel.runtimeOf(service));

const isNoted = (value: unknown): value is NotedResource =>
  isJsonObject(value) &&
  typeof value.id === 'string' &&
  typeof value.type === 'string' &&
  isJsonObject(value.properties);

function refusedOf(kernel: AdminContext['kernel'], resources: readonly NotedResource[]): Refused[] {
  const runtimes = runtimesOf(kernel);
  return resources.flatMap(({ id, type, properties }) =>
    runtimes.flatMap((runtime) => {
      const what = runtime?.refusalOf?.(type, properties);
      return what === undefined ? [] : [{ id, what }];
    }),
  );
}
