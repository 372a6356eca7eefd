import { describe, expect, it } from 'vitest';
import { registry } from '../src/cloud/registry.ts';
import type { AnyService } from '../src/cloud/service-kit/contract.ts';
import { modelOf } from '../src/cloud/wire/model/models.ts';

const settings = registry.flatMap((service) =>
  Object.entries(service.storedOnly ?? {}).map(([setting, reason]) => ({ service, setting, reason })),
);

/** As they stand in the tables. */
const named = (these: typeof settings) => these.map(({ service, setting }) => `${service.name} ${setting}`);

describe('what is stored only', () => {
  it('is an operation or a resource type that exists, or a part of one', () => {
    const unknown = settings.filter(({ service, setting }) =>
      setting.startsWith('AWS::') ? !isOfType(service, setting) : !isOfOperation(service, setting),
    );

    expect(named(unknown)).toEqual([]);
  });

  it('says in a few words why nothing depends on it', () => {
    expect(named(settings.filter(({ reason }) => !/^[\w`].{8,}[^.]$/.test(reason)))).toEqual([]);
  });
});

/** `AWS::S3::Bucket`, `AWS::S3::Bucket.InventoryConfigurations` */
function isOfType(service: AnyService, setting: string): boolean {
  const [type = '', property] = setting.split('.');
  const known = service.resources?.[type];
  return known !== undefined && (property === undefined || known.properties.includes(property));
}

/** `PutBucketInventoryConfiguration`, `CreateTable.SSESpecification` */
function isOfOperation(service: AnyService, setting: string): boolean {
  const [operation = '', member] = setting.split('.');
  if (!Object.hasOwn(service.operations, operation)) return false;
  return member === undefined || modelOf(service.name).operations.get(operation)?.input.byName.has(member) === true;
}
