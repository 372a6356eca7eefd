import type { ResourceKind } from './errors.ts';
import { inOrder } from './find.ts';
import type { AppConfigState, Application, Environment, Profile } from './state.ts';

interface Names {
  readonly Application: string;
  readonly Environment: string;
  readonly ConfigurationProfile: string;
}

interface Named {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  readonly profile: Profile;
}

/** What clients name by ids or names. `missing` throws for what is not there. */
export function named(
  state: AppConfigState,
  names: Names,
  missing: (kind: ResourceKind & keyof Names, name: string) => never,
): Named {
  const application: Application =
    byIdOrName(state.applications.values(), names.Application) ?? missing('Application', names.Application);
  const isWithin = ({ applicationId }: { readonly applicationId: string }) => applicationId === application.id;
  const environments = [...state.environments.values()].filter(isWithin);
  const environment: Environment =
    byIdOrName(environments, names.Environment) ?? missing('Environment', names.Environment);
  const profiles = [...state.profiles.values()].filter(isWithin);
  const profile: Profile =
    byIdOrName(profiles, names.ConfigurationProfile) ?? missing('ConfigurationProfile', names.ConfigurationProfile);
  return { applicationId: application.id, environmentId: environment.id, profileId: profile.id, profile };
}

function byIdOrName<T extends { readonly id: string; readonly name: string; readonly order: number }>(
  items: Iterable<T>,
  asked: string,
): T | undefined {
  const all = inOrder(items);
  return all.find(({ id }) => id === asked) ?? all.find(({ name }) => name === asked);
}
