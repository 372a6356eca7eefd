import { AwsError, raise } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import { type Page, pageOf } from '../../service-kit/pages.ts';
import {
  applicationMissing,
  batchTooLarge,
  deploymentMissing,
  groupMissing,
  invalidName,
  invalidToken,
  required,
} from './errors.ts';
import { type Application, type CodeDeployState, type Deployment, type DeploymentGroup, within } from './state.ts';

type Named = string | undefined;

/** Length of names: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const nameLengthMax = 100;

/** A name that is given and of the form; `what` names both of its exceptions. */
export function nameOf(what: 'ApplicationName' | 'DeploymentConfigName' | 'DeploymentGroupName', name: Named): string {
  if (name === undefined || name === '') throw required(what, what);
  if (name.length > nameLengthMax) throw invalidName(what);
  return name;
}

export function findApplication(state: CodeDeployState, name: Named): Application {
  const given = nameOf('ApplicationName', name);
  return state.applications.get(given) ?? raise(applicationMissing(given));
}

export function findGroup(state: CodeDeployState, applicationName: Named, name: Named): DeploymentGroup {
  const application = findApplication(state, applicationName);
  const given = nameOf('DeploymentGroupName', name);
  return state.groups.get(within(application.name, given)) ?? raise(groupMissing(given));
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
export function findDeployment(state: CodeDeployState, id: Named): Deployment {
  if (id === undefined || id === '') throw required('DeploymentId', 'DeploymentId');
  if (!/^d-[A-Z0-9]+$/.test(id)) {
    throw new AwsError('InvalidDeploymentIdException', `Specified DeploymentId is not in the valid format: ${id}`);
  }
  return state.deployments.get(id) ?? raise(deploymentMissing(id));
}

/** At least one of the deployment IDs was specified, and no more than AWS takes at once. */
export function assertBatch(names: readonly unknown[] | undefined, max: number, of: string): void {
  if ((names ?? []).length > max) throw batchTooLarge(max, of);
}

/** AWS does not say how long pages are, and takes no limit. */
const pageLength = 100;

/** One page of a list. */
export const listPage = <T>(items: Iterable<T>, nextToken: string | undefined, keyOf: (item: T) => string): Page<T> =>
  pageOf(items, { limit: pageLength, token: nextToken, keyOf, invalidToken });

/** `arn:aws:codedeploy:us-east-1:000000000000:application:shop` */
export const arnOf = ({ region, account }: Pick<Context, 'account' | 'region'>, resource: string): string =>
  `arn:aws:codedeploy:${region}:${account}:${resource}`;
