import type {
  CreateDomainNameRequest,
  DeleteDomainNameRequest,
  DomainName,
  DomainNames,
  EndpointType,
  GetDomainNameRequest,
  GetDomainNamesRequest,
  PatchOperation,
  UpdateDomainNameRequest,
} from '@aws-sdk/client-api-gateway';
import { claimDomain, customDomains, hasMappingsOfOthers } from '../../../gateway/custom-domains/custom-domains.ts';
import { hostedZoneOf } from '../../../gateway/custom-domains/hosted-zones.ts';
import { mutualTlsDomains } from '../../../gateway/custom-domains/mutual-tls.ts';
import { partitionOf } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { thisSecond } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { domainNamePaths } from '../patch/domain-name.ts';
import { childrenOf, type DomainNameRecord, domainKey, type RestApiState, serviceName } from '../state.ts';
import { assertDomainName, assertDomainSettings, endpointTypeOf } from '../validation/domain-name.ts';
import { findDomainName } from './find-domain-name.ts';

// https://docs.aws.amazon.com/general/latest/gr/cf_region.html
const distributionZone = 'Z2FDTNDATAQYW2';
/** A page holds no more, and a domain takes no more mappings than 200. */
const mappingsMax = 500;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html */
export const createDomainName: Operation<Given<CreateDomainNameRequest>, DomainName, RestApiState> = (
  state,
  input,
  context,
) => {
  const { certificateBody: _body, certificatePrivateKey: _key, certificateChain: _chain, ...settings } = input;
  assertDomainName(input.domainName);
  assertDomainSettings(settings);
  const { world } = context.kernel;
  const name = input.domainName.toLowerCase();
  const isPrivate = endpointTypeOf(settings) === 'PRIVATE';
  const isTaken = customDomains(world).has(name);
  if (isTaken && !isPrivate) throw badRequest('The domain name you provided already exists.');
  const { mutualTlsAuthentication, ...kept } = given(settings);
  const domain: DomainNameRecord = {
    ...identityOf(name, isPrivate, context),
    securityPolicy: 'TLS_1_2',
    routingMode: 'BASE_PATH_MAPPING_ONLY',
    ...kept,
    ...(mutualTlsAuthentication?.truststoreUri && { mutualTlsAuthentication: given(mutualTlsAuthentication) }),
    domainName: name,
    endpointConfiguration: {
      ipAddressType: isPrivate ? 'dualstack' : 'ipv4',
      ...settings.endpointConfiguration,
      types: [endpointTypeOf(settings)],
    },
    domainNameStatus: 'AVAILABLE',
    ...addressesOf(settings, context),
  };
  state.domainNames.set(domainKey(domain), domain);
  if (!isTaken) claimDomain(world, name, context);
  showMutualTls(domain, context);
  return domain;
};

/** Tells the server whose certificates the domain trusts; every update has it read the truststore again, as AWS does. */
function showMutualTls({ domainName, mutualTlsAuthentication }: DomainNameRecord, context: Context): void {
  const domains = mutualTlsDomains(context.kernel.world);
  const { truststoreUri, truststoreVersion } = mutualTlsAuthentication ?? {};
  if (!truststoreUri) {
    domains.delete(domainName);
    return;
  }
  const { account, region } = context;
  domains.set(domainName, { account, region, truststoreUri, ...(truststoreVersion && { truststoreVersion }) });
}

/** What API Gateway adds to what users say. */
type Computed = Omit<DomainName, 'domainName'>;

/** Names of private domains may be there several times: an id tells them apart. */
function identityOf(name: string, isPrivate: boolean, { account, region, random }: Context): Computed {
  const prefix = `arn:${partitionOf(region)}:apigateway:${region}`;
  if (!isPrivate) return { domainNameArn: `${prefix}::/domainnames/${name}` };
  const domainNameId = random.text(10);
  return { domainNameId, domainNameArn: `${prefix}:${account}:/domainnames/${name}+${domainNameId}` };
}

/** What API Gateway computes for the endpoint type; certificates are not looked at (README.md). */
function addressesOf(settings: DomainName, context: Context): Computed {
  const { random, region } = context;
  if (endpointTypeOf(settings) === 'REGIONAL') {
    return {
      regionalDomainName: `d-${random.text(10)}.execute-api.${region}.amazonaws.com`,
      regionalHostedZoneId: hostedZoneOf(region),
    };
  }
  const certificateUploadDate = thisSecond(context);
  if (endpointTypeOf(settings) === 'PRIVATE') return { certificateUploadDate };
  return {
    certificateUploadDate,
    distributionDomainName: `d${random.text(13)}.cloudfront.net`,
    distributionHostedZoneId: distributionZone,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainName.html */
export const getDomainName: Operation<Given<GetDomainNameRequest>, DomainName, RestApiState> = (state, input) =>
  findDomainName(state, input);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html */
export const getDomainNames: Operation<Given<GetDomainNamesRequest>, DomainNames, RestApiState> = (state, input) =>
  listPage([...state.domainNames.values()], input, domainKey);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDomainName.html */
export const updateDomainName: Operation<Given<UpdateDomainNameRequest>, DomainName, RestApiState> = (
  state,
  input,
  context,
) => {
  const domain = findDomainName(state, input);
  const type = endpointTypeOf(domain);
  const patched = applyPatch(domain, (input.patchOperations ?? []).map(byName(type)), domainNamePaths);
  assertDomainSettings(patched);
  const isMoved = endpointTypeOf(patched) !== type;
  const { mutualTlsAuthentication, ...others } = patched;
  const updated: DomainNameRecord = {
    ...(isMoved && addressesOf(patched, context)),
    ...others,
    ...(mutualTlsAuthentication?.truststoreUri && { mutualTlsAuthentication }),
  };
  state.domainNames.set(domainKey(domain), updated);
  showMutualTls(updated, context);
  return updated;
};

/** The endpoint type may be named by its place in the list as well, of which there is one. */
const byName =
  (type: EndpointType) =>
  (operation: PatchOperation): PatchOperation => ({
    ...operation,
    path: (operation.path ?? '').replace(/^(\/endpointConfiguration\/types\/)0$/, `$1${type}`),
  });

/** Its mappings go with it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDomainName.html */
export const deleteDomainName: Operation<Given<DeleteDomainNameRequest>, object, RestApiState> = async (
  state,
  input,
  context,
) => {
  const { world } = context.kernel;
  const domain = findDomainName(state, input);
  const { domainName } = domain;
  if (hasMappingsOfOthers(world, domainName, serviceName)) await deleteApiMappings(domainName, context);
  for (const { basePath } of childrenOf(state.basePathMappings, domainKey(domain))) {
    state.basePathMappings.delete(`${domainKey(domain)}/${basePath}`);
  }
  state.domainNames.delete(domainKey(domain));
  const isLast = ![...state.domainNames.values()].some((other) => other.domainName === domainName);
  if (isLast) {
    customDomains(world).delete(domainName);
    mutualTlsDomains(world).delete(domainName);
  }
  return {};
};

/** Those that were put on the domain by the API of HTTP APIs. */
async function deleteApiMappings(DomainName: string, context: Context): Promise<void> {
  const { Items = [] } = await context.call<{ readonly Items?: readonly { readonly ApiMappingId?: string }[] }>(
    'apigatewayv2',
    'GetApiMappings',
    { DomainName, MaxResults: String(mappingsMax) },
  );
  for (const { ApiMappingId } of Items) {
    await context.call('apigatewayv2', 'DeleteApiMapping', { DomainName, ApiMappingId });
  }
}
