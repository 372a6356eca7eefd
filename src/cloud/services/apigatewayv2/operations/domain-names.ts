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
import { claimDomain, customDomains, namesElsewhere } from '../../../gateway/custom-domains/custom-domains.ts';
import { hostedZoneOf } from '../../../gateway/custom-domains/hosted-zones.ts';
import { partitionOf } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findDomainName } from '../lookup.ts';
import { childKey, childrenOf, type DomainNameRecord, type HttpApiState } from '../state.ts';
import { assertDomainName, assertDomainSettings, configurationOf } from '../validation/domain-name.ts';
import { domainOfRestApis, mappingsOfRestApis } from './rest-api-domains.ts';

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
export const getDomainName: Operation<Given<GetDomainNameRequest>, GetDomainNameResponse, HttpApiState> = async (
  state,
  { DomainName },
  context,
) => {
  const name = DomainName.toLowerCase();
  const elsewhere = state.domainNames.has(name) ? undefined : await domainOfRestApis(name, context);
  return elsewhere ?? findDomainName(state, name);
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html#GetDomainNames */
export const getDomainNames: Operation<Given<GetDomainNamesRequest>, GetDomainNamesResponse, HttpApiState> = async (
  state,
  input,
  context,
) => {
  const domains: DomainNameRecord[] = [...state.domainNames.values()];
  for (const name of namesElsewhere(context.kernel.world, context, (own) => state.domainNames.has(own))) {
    const domain = await domainOfRestApis(name, context);
    if (domain) domains.push({ ...domain, DomainName: name });
  }
  domains.sort((one, other) => (one.DomainName < other.DomainName ? -1 : 1));
  return listPage(domains, input, ({ DomainName }) => DomainName);
};

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
  const name = input.DomainName.toLowerCase();
  if (!state.domainNames.has(name) && (await domainOfRestApis(name, context))) {
    await context.call('apigateway', 'DeleteDomainName', { domainName: name });
    return {};
  }
  const { DomainName } = findDomainName(state, name);
  const { world } = context.kernel;
  for (const { ApiMappingKey } of mappingsOfRestApis(DomainName, context)) {
    await context.call('apigateway', 'DeleteBasePathMapping', {
      domainName: DomainName,
      basePath: ApiMappingKey || '(none)',
    });
  }
  for (const { ApiMappingId } of childrenOf(state.apiMappings, DomainName)) {
    state.apiMappings.delete(childKey(DomainName, ApiMappingId));
  }
  state.domainNames.delete(DomainName);
  customDomains(world).delete(DomainName);
  return {};
};
