import { InvalidResource } from '../language/errors.ts';
import { expectMap, expectType } from '../language/expect.ts';
import { getAtt } from '../language/intrinsics.ts';
import { setMade } from '../language/legacy/ordered-map.ts';
import { hashedId, hashOf } from '../language/logical-id.ts';
import { type Fields, has, isNothing, isTruthy } from '../language/values.ts';
import { Resource } from '../resources/resource.ts';
import { route53RecordSetGroup } from '../resources/route53.ts';

/** AWS: the hosted zone of all CloudFront distributions. */
const cloudFrontZone = 'Z2FDTNDATAQYW2';

/** A custom domain of an API that wants records in Route 53. */
export interface DomainRecords {
  readonly apiId: string;
  readonly domain: Fields;
  /** Whose attributes name the target; the domain itself where it is private. */
  readonly domainId: unknown;
  readonly passed: Fields;
  /** Groups that exist already. */
  readonly groups: Map<string, Resource>;
}

/**
 * The group of records of the domain, in which those of other APIs may be as well. Undefined where it wants none.
 * @throws InvalidResource
 */
export function recordSetGroupOf(records: DomainRecords): Resource | undefined {
  const { apiId: id, domain, passed, groups } = records;
  if (isNothing(domain.Route53)) return undefined;
  const route53 = expectMap(domain.Route53, { id, path: 'Domain.Route53' });
  if (isNothing(route53.HostedZoneId) && isNothing(route53.HostedZoneName)) {
    throw new InvalidResource(
      id,
      'HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.',
    );
  }
  const zone = isTruthy(route53.HostedZoneId) ? route53.HostedZoneId : route53.HostedZoneName;
  if (isTruthy(route53.SeparateRecordSetGroup)) {
    const path = 'Domain.Route53.SeparateRecordSetGroup';
    expectType('boolean', route53.SeparateRecordSetGroup, { id, path });
    const separate = groupFor(hashedId('RecordSetGroup', [zone, domain.DomainName]), route53, passed, isTruthy);
    separate.set('RecordSets', recordSets(records, route53));
    return separate;
  }
  const groupId = `RecordSetGroup${hashOf(zone)}`;
  const group = groups.get(groupId) ?? groupFor(groupId, route53, passed, () => true);
  groups.set(groupId, group);
  // The list stays the same one: it is shared with what was written of the group for other APIs.
  (group.get('RecordSets') as unknown[]).push(...recordSets(records, route53));
  return group;
}

function groupFor(id: string, route53: Fields, passed: Fields, isWanted: (value: unknown) => boolean): Resource {
  const group = new Resource(route53RecordSetGroup, id, { attributes: passed });
  for (const name of ['HostedZoneId', 'HostedZoneName']) {
    if (has(route53, name) && isWanted(route53[name])) group.set(name, route53[name]);
  }
  group.set('RecordSets', []);
  return group;
}

/** One for each kind of address, to the domain's own endpoint. */
export function recordSets(
  { domain, domainId }: Pick<DomainRecords, 'domain' | 'domainId'>,
  route53: Fields,
): Fields[] {
  const AliasTarget = aliasTarget(domain, domainId, route53);
  const types = route53.IpV6 === true ? ['A', 'AAAA'] : ['A'];
  return types.map((Type) => ({
    Name: domain.DomainName,
    Type,
    AliasTarget,
    ...(!isNothing(route53.Region) && { Region: route53.Region }),
    ...(!isNothing(route53.SetIdentifier) && { SetIdentifier: route53.SetIdentifier }),
  }));
}

function aliasTarget(domain: Fields, domainId: unknown, route53: Fields): Fields {
  const { EvaluateTargetHealth } = route53;
  const health = isNothing(EvaluateTargetHealth) ? {} : { EvaluateTargetHealth };
  const attribute = (name: string) => getAtt(domainId as string, name);
  if (domain.EndpointConfiguration === 'REGIONAL') {
    return { ...health, HostedZoneId: attribute('RegionalHostedZoneId'), DNSName: attribute('RegionalDomainName') };
  }
  if (domain.EndpointConfiguration === 'EDGE') {
    if (isNothing(route53.DistributionDomainName)) {
      setMade(route53, 'DistributionDomainName', attribute('DistributionDomainName'));
    }
    return { ...health, HostedZoneId: cloudFrontZone, DNSName: route53.DistributionDomainName };
  }
  const { VpcEndpointHostedZoneId, VpcEndpointDomainName } = route53;
  return { ...health, HostedZoneId: VpcEndpointHostedZoneId ?? null, DNSName: VpcEndpointDomainName ?? null };
}
