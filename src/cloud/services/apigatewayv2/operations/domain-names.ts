import type {
  CreateDomainNameRequest,
  CreateDomainNameResponse,
  DeleteDomainNameRequest,
  DomainNameConfiguration,
  GetDomainNameRequest,
  GetDomainNameResponse,
  GetDomainNamesRequest,
  GetDomainNamesResponse,
  UpdateDomainNameRequest,
  UpdateDomainNameResponse,
} from '@aws-sdk/client-apigatewayv2';
import { claimDomain, customDomains, hasMappingsOfOthers } from '../../../gateway/custom-domains/custom-domains.ts';
import { hostedZoneOf } from '../../../gateway/custom-domains/hosted-zones.ts';
import { partitionOf } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findDomainName } from '../lookup.ts';
import { childKey, childrenOf, type DomainNameRecord, type HttpApiState, serviceName } from '../state.ts';
import { assertDomainName, assertDomainSettings, configurationOf } from '../validation/domain-name.ts';

/** A page holds no more, and a domain takes no more than 200: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const mappingsMax = 500;

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html#CreateDomainName */
export const createDomainName: Operation<Given<CreateDomainNameRequest>, CreateDomainNameResponse, HttpApiState> = (
  state,
  input,
  context,
) => {
  assertDomainName(input.DomainName);
  assertDomainSettings(input);
  const configuration = configurationOf(input);
  const name = input.DomainName.toLowerCase();
  if (customDomains(context.kernel.world).has(name)) throw badRequest('The domain name you provided already exists.');
  const { region } = context;
  const domain: DomainNameRecord = {
    ApiMappingSelectionExpression: '$request.basepath',
    DomainName: name,
    DomainNameArn: `arn:${partitionOf(region)}:apigateway:${region}::/domainnames/${name}`,
    DomainNameConfigurations: [described(configuration, context)],
    RoutingMode: 'API_MAPPING_ONLY',
    Tags: { ...input.Tags },
  };
  state.domainNames.set(name, domain);
  claimDomain(context.kernel.world, name, context);
  return domain;
};

/** With what API Gateway computes; certificates are not looked at (README.md). */
function described(configuration: DomainNameConfiguration, { random, region }: Context): DomainNameConfiguration {
  return {
    IpAddressType: 'ipv4',
    ...configuration,
    ApiGatewayDomainName: `d-${random.text(10)}.execute-api.${region}.amazonaws.com`,
    DomainNameStatus: 'AVAILABLE',
    HostedZoneId: hostedZoneOf(region),
  };
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html#GetDomainName */
export const getDomainName: Operation<Given<GetDomainNameRequest>, GetDomainNameResponse, HttpApiState> = (
  state,
  { DomainName },
) => findDomainName(state, DomainName);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html#GetDomainNames */
export const getDomainNames: Operation<Given<GetDomainNamesRequest>, GetDomainNamesResponse, HttpApiState> = (
  state,
  input,
) => listPage([...state.domainNames.values()], input, ({ DomainName }) => DomainName);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html#UpdateDomainName */
export const updateDomainName: Operation<Given<UpdateDomainNameRequest>, UpdateDomainNameResponse, HttpApiState> = (
  state,
  input,
) => {
  const domain = findDomainName(state, input.DomainName);
  assertDomainSettings(input);
  if (!input.DomainNameConfigurations) return domain;
  const [previous] = domain.DomainNameConfigurations ?? [];
  const [change, ...more] = input.DomainNameConfigurations;
  const configuration = configurationOf({ DomainNameConfigurations: [{ ...previous, ...change }, ...more] });
  const updated: DomainNameRecord = { ...domain, DomainNameConfigurations: [configuration] };
  state.domainNames.set(domain.DomainName, updated);
  return updated;
};

/** Its mappings go with it; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html#DeleteDomainName */
export const deleteDomainName: Operation<Given<DeleteDomainNameRequest>, Record<string, never>, HttpApiState> = async (
  state,
  input,
  context,
) => {
  const { DomainName } = findDomainName(state, input.DomainName);
  const { world } = context.kernel;
  if (hasMappingsOfOthers(world, DomainName, serviceName)) await deleteBasePathMappings(DomainName, context);
  for (const { ApiMappingId } of childrenOf(state.apiMappings, DomainName)) {
    state.apiMappings.delete(childKey(DomainName, ApiMappingId));
  }
  state.domainNames.delete(DomainName);
  customDomains(world).delete(DomainName);
  return {};
};

/** Those that were put on the domain by the API of REST APIs. */
async function deleteBasePathMappings(domainName: string, context: Context): Promise<void> {
  const { items = [] } = await context.call<{ readonly items?: readonly { readonly basePath?: string }[] }>(
    'apigateway',
    'GetBasePathMappings',
    { domainName, limit: mappingsMax },
  );
  for (const { basePath } of items) {
    await context.call('apigateway', 'DeleteBasePathMapping', { domainName, basePath });
  }
}
