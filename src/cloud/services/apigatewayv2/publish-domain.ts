import { customDomains } from '../../gateway/custom-domains/custom-domains.ts';
import type { Context } from '../../service-kit/contract.ts';
import { childrenOf, type HttpApiState } from './state.ts';

/** Tells the data plane what the domain maps; every change of a domain or of its mappings ends here. */
export function publishDomain(state: HttpApiState, name: string, { kernel }: Pick<Context, 'kernel'>): void {
  const domains = customDomains(kernel.world);
  if (!state.domainNames.has(name)) {
    domains.delete(name);
    return;
  }
  const mappings = childrenOf(state.apiMappings, name).map(({ ApiId, ApiMappingKey, Stage }) => ({
    key: ApiMappingKey,
    apiId: ApiId,
    stage: Stage,
  }));
  domains.set(name, { mappings });
}
