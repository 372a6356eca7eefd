import type * as Sdk from '@aws-sdk/client-codedeploy';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { given } from '../../../service-kit/input.ts';
import { invalidRevision, required, revisionMissing } from '../errors.ts';
import { assertBatch, findApplication, listPage } from '../find.ts';
import { readRevision, tellRevision } from '../revisions/read-revision.ts';
import { registerRevision } from '../revisions/register-revision.ts';
import { allWithin, type CodeDeployState, type Revision } from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RegisterApplicationRevision.html */
export const registerApplicationRevision: Op<Sdk.RegisterApplicationRevisionInput, object> = async (
  state,
  { applicationName, revision, description },
  context,
) => {
  findApplication(state, applicationName);
  const read = await readRevision(revision, context);
  const { name } = findApplication(state, applicationName);
  registerRevision(state, name, { ...read, description }, context);
  return {};
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplicationRevision.html */
export const getApplicationRevision: Op<Sdk.GetApplicationRevisionInput, Sdk.GetApplicationRevisionOutput> = (
  state,
  { applicationName, revision },
) => {
  const { name } = findApplication(state, applicationName);
  const found = findRevision(state, name, revision);
  return {
    applicationName: name,
    revision: tellRevision(found.location, found.sha256, found.content),
    revisionInfo: infoOf(found),
  };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplicationRevisions.html */
export const batchGetApplicationRevisions: Op<
  Sdk.BatchGetApplicationRevisionsInput,
  Sdk.BatchGetApplicationRevisionsOutput
> = (state, { applicationName, revisions }) => {
  assertBatch(revisions, 25, 'revisions');
  const { name } = findApplication(state, applicationName);
  return {
    applicationName: name,
    errorMessage: '',
    revisions: (revisions ?? []).map((each) => {
      const found = findRevision(state, name, each);
      return {
        revisionLocation: tellRevision(found.location, found.sha256, found.content),
        genericRevisionInfo: infoOf(found),
      };
    }),
  };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplicationRevisions.html */
export const listApplicationRevisions: Op<Sdk.ListApplicationRevisionsInput, Sdk.ListApplicationRevisionsOutput> = (
  state,
  input,
) => {
  const { name } = findApplication(state, input.applicationName);
  const { sortBy = 'registerTime', sortOrder = 'ascending', s3Bucket, s3KeyPrefix = '', deployed = 'ignore' } = input;
  const sign = sortOrder === 'descending' ? -1 : 1;
  const timeOf = (revision: Revision): number =>
    (sortBy === 'registerTime'
      ? revision.registeredMs
      : revision[`${sortBy === 'firstUsedTime' ? 'first' : 'last'}UsedMs`]) ?? 0;
  const found = allWithin(state.revisions, name)
    .filter(({ location }) => s3Bucket === undefined || (location.type === 'S3' && location.bucket === s3Bucket))
    .filter(({ location }) => location.type !== 'S3' || location.key.startsWith(s3KeyPrefix))
    .filter(({ groups }) => deployed === 'ignore' || (deployed === 'include') === groups.length > 0)
    .sort((a, b) => sign * (timeOf(a) - timeOf(b)));
  const page = listPage(found, input.nextToken, ({ sha256 }) => sha256);
  return {
    revisions: page.items.map(({ location, sha256 }) => tellRevision(location, sha256)),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
};

function findRevision(
  state: CodeDeployState,
  applicationName: string,
  asked: Sdk.RevisionLocation | undefined,
): Revision {
  if (!asked) throw required('Revision', 'Revision');
  const { s3Location, appSpecContent, string } = asked;
  const sha256 = (appSpecContent ?? string)?.sha256;
  if (!s3Location && sha256 === undefined) throw invalidRevision('The revision was specified in an invalid format.');
  const isAsked = ({ location, sha256: own }: Revision): boolean =>
    s3Location
      ? location.type === 'S3' && location.bucket === s3Location.bucket && location.key === s3Location.key
      : own === sha256;
  return allWithin(state.revisions, applicationName).find(isAsked) ?? raise(revisionMissing());
}

const infoOf = ({ description, groups, registeredMs, firstUsedMs, lastUsedMs }: Revision): Sdk.GenericRevisionInfo => ({
  description,
  deploymentGroups: [...groups],
  registerTime: new Date(registeredMs),
  ...given({
    firstUsedTime: firstUsedMs === undefined ? undefined : new Date(firstUsedMs),
    lastUsedTime: lastUsedMs === undefined ? undefined : new Date(lastUsedMs),
  }),
});
