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
import {
  claimDomain,
  customDomains,
  mappingsOfOthers,
  namesElsewhere,
} from '../../../gateway/custom-domains/custom-domains.ts';
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
import { domainOfHttpApis } from './http-api-domains.ts';

// https://docs.aws.amazon.com/general/latest/gr/cf_region.html
const distributionZone = 'Z2FDTNDATAQYW2';

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
export const getDomainName: Operation<Given<GetDomainNameRequest>, DomainName, RestApiState> = async (
  state,
  input,
  context,
) =>
  (input.domainNameId === undefined && !state.domainNames.has(input.domainName.toLowerCase())
    ? await domainOfHttpApis(input.domainName.toLowerCase(), context)
    : undefined) ?? findDomainName(state, input);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html */
export const getDomainNames: Operation<Given<GetDomainNamesRequest>, DomainNames, RestApiState> = async (
  state,
  input,
  context,
) => {
  const own = [...state.domainNames.values()];
  const domains: DomainNameRecord[] = [...own];
  const isOwn = (name: string) => own.some(({ domainName }) => domainName === name);
  for (const name of namesElsewhere(context.kernel.world, context, isOwn)) {
    const domain = await domainOfHttpApis(name, context);
    if (domain) domains.push({ ...domain, domainName: name });
  }
  domains.sort((one, other) => (domainKey(one) < domainKey(other) ? -1 : 1));
  return listPage(domains, input, domainKey);
};

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
  const name = input.domainName.toLowerCase();
  if (input.domainNameId === undefined && !state.domainNames.has(name) && (await domainOfHttpApis(name, context))) {
    await context.call('apigatewayv2', 'DeleteDomainName', { DomainName: name });
    return {};
  }
  const domain = findDomainName(state, input);
  const { domainName } = domain;
  for (const { id } of mappingsOfOthers(world, domainName, serviceName)) {
    await context.call('apigatewayv2', 'DeleteApiMapping', { DomainName: domainName, ApiMappingId: id });
  }
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
