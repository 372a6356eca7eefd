import { publishMappings } from '../../gateway/custom-domains/custom-domains.ts';
import type { Context } from '../../service-kit/contract.ts';
import { childrenOf, type HttpApiState, serviceName } from './state.ts';

/** Tells the data plane what the domain maps by this service; every change of its mappings ends here. */
export function publishDomain(state: HttpApiState, name: string, { kernel }: Pick<Context, 'kernel'>): void {
  const mappings = childrenOf(state.apiMappings, name).map(({ ApiId, ApiMappingId, ApiMappingKey, Stage }) => ({
    id: ApiMappingId,
    key: ApiMappingKey,
    apiId: ApiId,
    stage: Stage,
  }));
  publishMappings(kernel.world, name, serviceName, mappings);
}
