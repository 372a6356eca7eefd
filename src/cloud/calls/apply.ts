import { UnsupportedError } from '../kernel/errors.ts';
import type { World } from '../kernel/world.ts';
import type { AnyService, CloudKernel, Context } from '../service-kit/contract.ts';
import type { Call } from './call.ts';
import { contextOf } from './context.ts';

type Apply = (state: unknown, input: object, context: Context) => unknown;

/**
 * Runs the operation of a call, whole or not at all where it is synchronous; what bends it (a stale read, half a batch,
 * twice instead of once) bends it here.
 */
export function apply(call: Call, kernel: CloudKernel): unknown {
  const { service } = call;
  if (!service || !Object.hasOwn(service.operations, call.operation)) {
    throw new UnsupportedError(`${service?.name}:${call.operation}`);
  }
  const operation = service.operations[call.operation] as Apply;
  const run = (state: unknown, input: object) =>
    kernel.world.attempt(() => operation(state, input, contextOf(call, kernel)));
  const state = kernel.state(service, call.account, call.region);
  if (kernel.faults.isEmpty) return run(state, call.input);
  const { fault, target } = call.boundary;
  const previous = fault?.kind === 'stale' ? kernel.previousVersions.before(target) : undefined;
  kernel.previousVersions.note(target);
  if (previous) return run(stateIn(previous, service, call), call.input);
  if (fault?.kind === 'partial') return applyPart(call, service, (input) => run(state, input));
  if (fault?.kind === 'duplicate') return twice(() => run(state, call.input));
  return run(state, call.input);
}

const stateIn = (world: World, service: AnyService, call: Call): unknown =>
  service.state(
    world.scope(service.stateOf ?? service.name, call.account, service.scope === 'account' ? 'global' : call.region),
  );

async function applyPart(call: Call, service: AnyService, run: (input: object) => unknown): Promise<unknown> {
  const part = service.faults.splitBatch?.(call.operation, call.input as Readonly<Record<string, unknown>>);
  if (!part) return run(call.input);
  return part.complete(part.isEmpty ? {} : ((await run(part.input)) as object));
}

/** As a duplicated request or delivery would: one after the other, and the first answer counts. */
async function twice(run: () => unknown): Promise<unknown> {
  const first = await run();
  await run();
  return first;
}
