import { raise } from '../../kernel/errors.ts';
import { notFound } from './errors.ts';
import {
  type AppConfigState,
  type Application,
  type Deployment,
  type Environment,
  type HostedVersion,
  numberedKey,
  type Profile,
} from './state.ts';

export const findApplication = (state: AppConfigState, id: string): Application =>
  state.applications.get(id) ?? raise(notFound('Application', id));

export function findEnvironment(state: AppConfigState, applicationId: string, id: string): Environment {
  findApplication(state, applicationId);
  return state.environments.get(`${applicationId}/${id}`) ?? raise(notFound('Environment', id));
}

export function findProfile(state: AppConfigState, applicationId: string, id: string): Profile {
  findApplication(state, applicationId);
  return state.profiles.get(`${applicationId}/${id}`) ?? raise(notFound('ConfigurationProfile', id));
}

export function findVersion(state: AppConfigState, profile: Profile, number: number): HostedVersion {
  const key = numberedKey(profile.applicationId, profile.id, number);
  return state.versions.get(key) ?? raise(notFound('HostedConfigurationVersion', number));
}

export function findDeployment(state: AppConfigState, environment: Environment, number: number): Deployment {
  const key = numberedKey(environment.applicationId, environment.id, number);
  return state.deployments.get(key) ?? raise(notFound('Deployment', number));
}

/** In the order of creation. */
export const inOrder = <T extends { readonly order: number }>(items: Iterable<T>): readonly T[] =>
  [...items].sort((a, b) => a.order - b.order);

export const versionsOf = (state: AppConfigState, { applicationId, id }: Profile): readonly HostedVersion[] =>
  within(state.versions, `${applicationId}/${id}/`).reverse();

/** Newest first. */
export const deploymentsOf = (
  state: AppConfigState,
  { applicationId, id }: Pick<Environment, 'applicationId' | 'id'>,
): readonly Deployment[] => within(state.deployments, `${applicationId}/${id}/`).reverse();

function within<T>(
  collection: { entries(range: { from: string; to: string }): Iterable<readonly [string, T]> },
  prefix: string,
): T[] {
  return Array.from(collection.entries({ from: prefix, to: `${prefix}~` }), ([, value]) => value);
}
