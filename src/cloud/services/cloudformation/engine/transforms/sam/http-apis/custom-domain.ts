import { recordSets } from '../apis/record-sets.ts';
import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { ref } from '../language/intrinsics.ts';
import { hashOf } from '../language/logical-id.ts';
import { type Fields, has, isMap, isNothing, isTruthy } from '../language/values.ts';
import { apiV2DomainName, apiV2Mapping } from '../resources/api-gateway-v2.ts';
import { Resource } from '../resources/resource.ts';
import { route53RecordSetGroup } from '../resources/route53.ts';

/** An HTTP or WebSocket API that is to be reached under a name of its own. */
export interface DomainOwner {
  readonly apiId: string;
  /** `httpapi:createdBy` */
  readonly tagName: string;
  readonly attributes: Fields;
}

/**
 * The resources of `Domain`: the name, its mappings, and a record set of Route 53.
 * @throws InvalidResource
 */
export function customDomain(
  owner: DomainOwner,
  domain: Fields,
  { recordSetGroups }: Pick<TransformContext, 'recordSetGroups'>,
): Resource[] {
  const { apiId, tagName, attributes } = owner;
  const { DomainName, CertificateArn } = domain;
  if (isNothing(DomainName) || isNothing(CertificateArn)) {
    throw new InvalidResource(apiId, 'Custom Domains only works if both DomainName and CertificateArn are provided.');
  }
  const name = new Resource(apiV2DomainName, `ApiGatewayDomainNameV2${hashOf(DomainName)}`, { attributes });
  const endpoint = domain.EndpointConfiguration ?? 'REGIONAL';
  if (endpoint !== 'REGIONAL') {
    throw new InvalidResource(apiId, "EndpointConfiguration for Custom Domains must be one of ['REGIONAL'].");
  }
  name.set('DomainName', DomainName);
  name.set('Tags', { [tagName]: 'SAM' });
  name.set('DomainNameConfigurations', [
    {
      CertificateArn,
      EndpointType: endpoint,
      ...among(domain, 'OwnershipVerificationCertificateArn', 'SecurityPolicy'),
    },
  ]);
  const mutualTls = domain.MutualTlsAuthentication;
  if (isTruthy(mutualTls)) name.set('MutualTlsAuthentication', truststoreOf(apiId, mutualTls));
  const mappings = mappingsOf(owner, name.logicalId, domain.BasePath);
  const group = recordSetGroup(owner, domain, name.logicalId, recordSetGroups);
  return [name, ...mappings, ...(group ? [group] : [])];
}

/** The members that are there, and are something. */
const among = (map: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => isTruthy(map[name])).map((name) => [name, map[name]]));

const truststoreMembers = ['TruststoreUri', 'TruststoreVersion'];

function truststoreOf(apiId: string, given: unknown): Fields {
  const listed = "['TruststoreUri', 'TruststoreVersion']";
  if (!isMap(given)) {
    throw new InvalidResource(
      apiId,
      `MutualTlsAuthentication must be a map with at least one of the following fields ${listed}.`,
    );
  }
  const unknown = Object.keys(given).filter((key) => !truststoreMembers.includes(key));
  if (unknown.length > 0) {
    throw new InvalidResource(unknown.sort().join(','), `Available MutualTlsAuthentication fields are ${listed}.`);
  }
  return among(given, ...truststoreMembers);
}

function mappingsOf({ apiId, attributes }: DomainOwner, domainId: string, basePath: unknown): Resource[] {
  const paths = isTruthy(basePath) && typeof basePath === 'string' ? [basePath] : basePath;
  if (!Array.isArray(paths) || paths.length === 0) return [mapping('ApiMapping')];
  return paths.map((path: unknown) => {
    if (typeof path !== 'string') throw new InvalidResource(apiId, 'Basepath must be a string.');
    if (/[^0-9a-zA-Z/\-_]/.test(path)) throw new InvalidResource(apiId, 'Invalid Basepath name provided.');
    const resource = mapping(`${path.replace(/[-_/]+/g, '')}ApiMapping`);
    resource.set('ApiMappingKey', path.replace(/^\/+|\/+$/g, ''));
    return resource;
  });

  function mapping(suffix: string): Resource {
    const resource = new Resource(apiV2Mapping, apiId + suffix, { attributes });
    resource.set('DomainName', ref(domainId));
    resource.set('ApiId', ref(apiId));
    resource.set('Stage', ref(`${apiId}.Stage`));
    return resource;
  }
}

/** APIs with the same hosted zone share a group. */
function recordSetGroup(
  { apiId, attributes }: DomainOwner,
  domain: Fields,
  domainId: string,
  groups: Map<string, Resource>,
): Resource | undefined {
  if (isNothing(domain.Route53)) return undefined;
  const route53 = expectMap(domain.Route53, { id: apiId, path: 'Domain.Route53' });
  const { HostedZoneId, HostedZoneName } = route53;
  if (isNothing(HostedZoneId) && isNothing(HostedZoneName)) {
    throw new InvalidResource(
      apiId,
      'HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.',
    );
  }
  const id = `RecordSetGroup${hashOf(isTruthy(HostedZoneId) ? HostedZoneId : HostedZoneName)}`;
  const group = groups.get(id) ?? new Resource(route53RecordSetGroup, id, { attributes });
  if (!groups.has(id)) {
    const zone = has(route53, 'HostedZoneId') ? 'HostedZoneId' : 'HostedZoneName';
    group.set(zone, route53[zone]);
    groups.set(id, group);
  }
  const present = (group.get('RecordSets') ?? []) as unknown[];
  const regional = { ...domain, EndpointConfiguration: 'REGIONAL' };
  group.set('RecordSets', [...present, ...recordSets({ domain: regional, domainId }, route53)]);
  return group;
}
