import { partitionOf } from '../../../kernel/arns.ts';
import type { Properties, ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present, tagPairs } from '../../../service-kit/resource-reading.ts';

const token = ['NextToken', 'NextToken'] as const;

async function tagsOf(calls: ResourceCalls, path: string) {
  const ResourceArn = `arn:${partitionOf(calls.region)}:appconfig:${calls.region}:${calls.account}:${path}`;
  const told = await calls.call<{ Tags?: Record<string, string> }>('appconfig', 'ListTagsForResource', { ResourceArn });
  return tagPairs(told.Tags);
}

const idOf = ({ Id }: Properties): string => String(Id ?? '');

/** What an application is. */
export const applicationReading: ResourceReading = {
  identifiers: ['ApplicationId'],
  properties: ['Description', 'Name', 'Tags'],
  async read({ ApplicationId = '' }, calls) {
    const told = await calls.call<Properties>('appconfig', 'GetApplication', { ApplicationId });
    const Tags = await tagsOf(calls, `application/${ApplicationId}`);
    return present({ ...pick(told, ['Name']), Description: told.Description || undefined, ApplicationId, Tags });
  },
  async list(calls) {
    const all = await allOf<Properties>(calls, 'appconfig', 'ListApplications', { items: 'Items', token });
    return all.map((item) => ({ ApplicationId: idOf(item) }));
  },
};

/** A part of an application: `Environment` of `GetEnvironment` and `EnvironmentId`. */
function partOfApplication(noun: string, settings: readonly string[]): ResourceReading {
  const idName = `${noun}Id`;
  return {
    identifiers: ['ApplicationId', idName],
    properties: [...settings, 'ApplicationId', 'Description', 'Tags'],
    writeOnly: ['DeletionProtectionCheck'],
    async read(identifier, calls) {
      const told = await calls.call<Properties>('appconfig', `Get${noun}`, identifier);
      const { ApplicationId = '' } = identifier;
      const path = `application/${ApplicationId}/${noun.toLowerCase()}/${identifier[idName]}`;
      return present({
        ...pick(told, settings),
        ...identifier,
        Description: told.Description || undefined,
        KmsKeyArn: told.KmsKeyArn,
        Tags: await tagsOf(calls, path),
      });
    },
    async list(calls, { ApplicationId }) {
      const paging = { input: { ApplicationId }, items: 'Items', token };
      const all = await allOf<Properties>(calls, 'appconfig', `List${noun}s`, paging);
      return all.map((item) => ({ ApplicationId: String(ApplicationId), [idName]: idOf(item) }));
    },
    physicalId: (identifier) => identifier[idName] ?? '',
  };
}

/** What an environment is. */
export const environmentReading = partOfApplication('Environment', ['Monitors', 'Name']);

/** What a configuration profile is. */
export const configurationProfileReading = partOfApplication('ConfigurationProfile', [
  'KmsKeyIdentifier',
  'LocationUri',
  'Name',
  'RetrievalRoleArn',
  'Type',
  'Validators',
]);
