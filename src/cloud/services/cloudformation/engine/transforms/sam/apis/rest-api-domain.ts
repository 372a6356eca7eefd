import { expectListOf, expectMap, expectPresent } from '../language/expect.ts';
import { ref } from '../language/intrinsics.ts';
import { setMade } from '../language/legacy/ordered-map.ts';
import { hashedId, hashOf } from '../language/logical-id.ts';
import { type Fields, has, isMap, isNothing, isTruthy } from '../language/values.ts';
import {
  basePathMapping,
  basePathMappingV2,
  domainName,
  domainNameAccessAssociation,
  domainNameV2,
} from '../resources/api-gateway.ts';
import type { Resource } from '../resources/resource.ts';
import { recordSetGroupOf } from './record-sets.ts';
import { besideApi, invalidApi, type RestApiInput } from './rest-api-input.ts';

export interface RestApiDomain {
  readonly domain?: Resource;
  readonly mappings: readonly Resource[];
  readonly records?: Resource | undefined;
  readonly association?: Resource;
}

/**
 * The API's custom domain, and what belongs to it.
 * @throws InvalidResource
 */
export function domainOf(api: RestApiInput): RestApiDomain {
  const given = api.get('Domain');
  if (isNothing(given)) return { mappings: [] };
  return isMap(given) && given.EndpointConfiguration === 'PRIVATE'
    ? privateDomain(api, given)
    : publicDomain(api, given);
}

const endpointTypes: readonly unknown[] = ['EDGE', 'REGIONAL', 'PRIVATE'];

function publicDomain(api: RestApiInput, given: unknown): RestApiDomain {
  const { fields, name, certificate } = common(api, given);
  const id = `ApiGatewayDomainName${hashOf(name)}`;
  setMade(fields, 'ApiDomainName', id);
  const domain = besideApi(api, domainName, id);
  domain.set('DomainName', name);
  if (isNothing(fields.EndpointConfiguration)) setMade(fields, 'EndpointConfiguration', 'REGIONAL');
  const endpoint = fields.EndpointConfiguration;
  assertEndpoint(api, endpoint);
  domain.set(endpoint === 'REGIONAL' ? 'RegionalCertificateArn' : 'CertificateArn', certificate);
  setEndpoint(domain, fields, endpoint);
  setMutualTls(api, domain, fields.MutualTlsAuthentication);
  setOptions(domain, fields);
  const mappings = basePaths(api, fields).map(([mappingId, path]) => {
    const mapping = mappingFor(api, basePathMapping, mappingId, path);
    mapping.set('DomainName', ref(id));
    return mapping;
  });
  return { domain, mappings, records: recordsFor(api, fields, id) };
}

function privateDomain(api: RestApiInput, given: unknown): RestApiDomain {
  const { fields, name, certificate } = common(api, given);
  const id = `ApiGatewayDomainNameV2${hashOf(name)}`;
  const arn = ref(id);
  const domain = besideApi(api, domainNameV2, id);
  domain.set('DomainName', name);
  assertEndpoint(api, fields.EndpointConfiguration);
  domain.set('CertificateArn', certificate);
  setEndpoint(domain, fields, fields.EndpointConfiguration);
  setOptions(domain, fields);
  const mappings = basePaths(api, fields).map(([mappingId, path]) => {
    const mapping = mappingFor(api, basePathMappingV2, mappingId, path);
    mapping.set('DomainNameArn', arn);
    return mapping;
  });
  const association = isNothing(fields.AccessAssociation)
    ? {}
    : { association: accessAssociation(api, fields.AccessAssociation, id) };
  return { domain, mappings, ...association, records: recordsFor(api, fields, name) };
}

function common(api: RestApiInput, given: unknown) {
  const fields = expectMap(given, { id: api.id, path: 'Domain' });
  const name = expectPresent(fields.DomainName, { id: api.id, path: 'Domain.DomainName' });
  const certificate = expectPresent(fields.CertificateArn, { id: api.id, path: 'Domain.CertificateArn' });
  return { fields, name, certificate };
}

function assertEndpoint(api: RestApiInput, endpoint: unknown): void {
  if (endpointTypes.includes(endpoint)) return;
  throw invalidApi(api, "EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].");
}

function setEndpoint(domain: Resource, { IpAddressType }: Fields, endpoint: unknown): void {
  domain.set('EndpointConfiguration', { Types: [endpoint], ...(isTruthy(IpAddressType) && { IpAddressType }) });
}

function setMutualTls(api: RestApiInput, domain: Resource, given: unknown): void {
  if (!isTruthy(given)) return;
  const { TruststoreUri, TruststoreVersion, ...others } = expectMap(given, {
    id: api.id,
    path: 'Domain.MutualTlsAuthentication',
  });
  if (Object.keys(others).length > 0) {
    throw invalidApi(
      api,
      "Available Domain.MutualTlsAuthentication fields are ['TruststoreUri', 'TruststoreVersion'].",
    );
  }
  domain.set('MutualTlsAuthentication', {
    ...(isTruthy(TruststoreUri) && { TruststoreUri }),
    ...(isTruthy(TruststoreVersion) && { TruststoreVersion }),
  });
}

function setOptions(domain: Resource, fields: Fields): void {
  for (const name of ['SecurityPolicy', 'EndpointAccessMode', 'Policy', 'OwnershipVerificationCertificateArn']) {
    if (isTruthy(fields[name])) domain.set(name, fields[name]);
  }
}

/** Ids of mappings, and their paths: one without a path where the domain says none. */
function basePaths(api: RestApiInput, fields: Fields): [string, string | undefined][] {
  const { BasePath } = fields;
  if (!isTruthy(BasePath) || (typeof BasePath !== 'string' && !Array.isArray(BasePath))) {
    return [[`${api.id}BasePathMapping`, undefined]];
  }
  const given = Array.isArray(BasePath) ? BasePath : [BasePath];
  const isNormal = has(fields, 'NormalizeBasePath') ? isTruthy(fields.NormalizeBasePath) : true;
  return expectListOf('string', given, { id: api.id, path: 'Domain.BasePath' }).map((path) => {
    const letters = path.replace(/[^\p{L}\p{N}]/gu, '');
    return [`${api.id}${letters}BasePathMapping`, isNormal ? letters : path];
  });
}

function mappingFor(api: RestApiInput, kind: typeof basePathMapping, id: string, path: string | undefined): Resource {
  const mapping = besideApi(api, kind, id);
  mapping.set('RestApiId', ref(api.id));
  mapping.set('Stage', ref(`${api.id}.Stage`));
  mapping.set('BasePath', path);
  return mapping;
}

function accessAssociation(api: RestApiInput, given: unknown, domainId: string): Resource {
  const { VpcEndpointId } = expectMap(given, { id: api.id, path: 'Domain.AccessAssociation' });
  const id = hashedId('DomainNameAccessAssociation', [VpcEndpointId, domainId]);
  const association = besideApi(api, domainNameAccessAssociation, id);
  association.set('DomainNameArn', ref(domainId));
  association.set('AccessAssociationSourceType', 'VPCE');
  association.set('AccessAssociationSource', VpcEndpointId);
  return association;
}

const recordsFor = (api: RestApiInput, domain: Fields, domainId: unknown): Resource | undefined =>
  recordSetGroupOf({
    apiId: api.id,
    domain,
    domainId,
    passed: api.passed,
    groups: api.context.recordSetGroups,
  });
