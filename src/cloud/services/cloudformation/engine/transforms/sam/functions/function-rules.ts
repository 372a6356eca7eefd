import { InvalidResource } from '../language/errors.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, isMap, isTruthy, member } from '../language/values.ts';
import type { Resource } from '../resources/resource.ts';

/** @throws InvalidResource for properties that do not go together */
export function assertFunctionRules(resource: Resource): void {
  const has = (name: string) => resource.get(name) !== undefined;
  const problems: string[] = [];
  for (const other of ['ProvisionedConcurrencyConfig', 'VpcConfig']) {
    if (has('CapacityProviderConfig') && has(other)) {
      problems.push(`Cannot specify 'CapacityProviderConfig' and '${other}' together.`);
    }
  }
  const needed = [
    ['FunctionScalingConfig', 'CapacityProviderConfig'],
    ['VersionDeletionPolicy', 'AutoPublishAlias'],
  ] as const;
  for (const [name, other] of needed) if (has(name) && !has(other)) problems.push(`'${name}' requires '${other}'.`);
  if (problems.length > 0) throw new InvalidResource(resource.logicalId, problems.join('\n'));
}

/** @throws InvalidResource for what functions of several tenants do not have */
export function assertTenancy(resource: Resource): void {
  const has = (name: string) => isTruthy(resource.get(name));
  if (!has('TenancyConfig')) return;
  const fail = (problem: string) =>
    new InvalidResource(resource.logicalId, `${problem} for functions enabled with tenancy configuration.`);
  if (has('ProvisionedConcurrencyConfig')) throw fail('Provisioned concurrency is not supported');
  if (has('FunctionUrlConfig')) throw fail('Function URL is not supported');
  if (has('SnapStart')) throw fail('SnapStart is not supported');
  const events = resource.get('Events') as Fields | undefined;
  for (const event of isMap(events) ? Object.values(events) : []) {
    const type = member(event, 'Type');
    if (type === 'Api' || type === 'HttpApi') continue;
    throw new InvalidResource(
      resource.logicalId,
      `Event source '${pythonText(type)}' is not supported for functions enabled with tenancy configuration. Only Api and HttpApi event sources are supported.`,
    );
  }
}
