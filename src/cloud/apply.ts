import type { Call } from './call.ts';
import { contextOf } from './context.ts';
import { targetOf } from './hop.ts';
import { UnsupportedError } from './kernel/errors.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { AnyService, Context } from './kernel/service.ts';

type Apply = (state: unknown, input: object, context: Context) => unknown;

/** Runs the operation of a call; what bends it (a stale read, half a batch, twice instead of once) bends it here. */
export function apply(call: Call, kernel: Kernel): unknown {
  const { service } = call;
  if (!service || !Object.hasOwn(service.operations, call.operation)) {
    throw new UnsupportedError(`${service?.name}:${call.operation}`);
  }
  const operation = service.operations[call.operation] as Apply;
  const run = (state: unknown, input: object) => operation(state, input, contextOf(call, kernel));
  const state = kernel.state(service, call.account, call.region);
  if (kernel.faults.isCalm) return run(state, call.input);
  const { resource } = targetOf(call);
  const past = call.effect?.kind === 'stale' ? kernel.past.before(service.name, resource) : undefined;
  kernel.past.note(service.name, call.operation, resource);
  if (past) return run(stateIn(past, service, call), call.input);
  if (call.effect?.kind === 'partial') return applyHalf(call, service, (input) => run(state, input));
  if (call.effect?.kind === 'duplicate') return twice(() => run(state, call.input));
  return run(state, call.input);
}

const stateIn = (world: NonNullable<ReturnType<Kernel['past']['before']>>, service: AnyService, call: Call): unknown =>
  service.state(
    world.scope(service.stateOf ?? service.name, call.account, service.scope === 'account' ? 'global' : call.region),
  );

async function applyHalf(call: Call, service: AnyService, run: (input: object) => unknown): Promise<unknown> {
  const half = service.halve?.(call.operation, call.input as Readonly<Record<string, unknown>>);
  if (!half) return run(call.input);
  return half.complete(half.isEmpty ? {} : ((await run(half.input)) as object));
}

/** As a duplicated request or delivery would: one after the other, and the first answer counts. */
async function twice(run: () => unknown): Promise<unknown> {
  const first = await run();
  await run();
  return first;
}
