import type { Properties, ResourceContext } from '../../../service-kit/contract.ts';
import type { DeclaredType } from '../../../service-kit/resource-type.ts';

/** A version or an alias, named by its ARN, with the settings that further operations give it. */
export function withQualifiedSettings(type: DeclaredType): DeclaredType {
  return {
    ...type,
    async create(properties, context) {
      const state = await type.create(properties, context);
      await configure(state.physicalId, properties, {}, context);
      return state;
    },
    async update(state, properties, previous, context) {
      const updated = (await type.update?.(state, properties, previous, context)) ?? state;
      await configure(updated.physicalId, properties, previous, context);
      return updated;
    },
  };
}

async function configure(arn: string, p: Properties, previous: Properties, context: ResourceContext): Promise<void> {
  const named = { FunctionName: arn, Qualifier: arn.split(':').at(-1) };
  const { ProvisionedConcurrentExecutions } = recordOf(p.ProvisionedConcurrencyConfig);
  if (ProvisionedConcurrentExecutions !== undefined) {
    const input = { ...named, ProvisionedConcurrentExecutions: Number(ProvisionedConcurrentExecutions) };
    await context.call('lambda', 'PutProvisionedConcurrencyConfig', input);
  } else if (previous.ProvisionedConcurrencyConfig !== undefined) {
    await context.call('lambda', 'DeleteProvisionedConcurrencyConfig', named);
  }
  if (p.RuntimePolicy !== undefined) {
    await context.call('lambda', 'PutRuntimeManagementConfig', { ...named, ...recordOf(p.RuntimePolicy) });
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Record<string, unknown>;
