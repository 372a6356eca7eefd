import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { AppConfigState } from './state.ts';

/** What is deployed of each profile; ids and times are no difference. */
export const appConfigExploredState: ExploredState<AppConfigState> = {
  kind: 'configuration',
  resourceTypes: ['AWS::AppConfig::ConfigurationProfile'],
  hasGeneratedIds: true,
  nameOf: lastStep,
  rows: (state) =>
    [...state.profiles.values()].map((profile) => ({
      name: profile.name,
      rows: [
        { type: profile.type, location: profile.locationUri, versions: profile.lastVersion },
        ...[...state.deployments.values()]
          .filter(({ profileId }) => profileId === profile.id)
          .map(({ environmentId, applicationId, version, state: stage, percentage, base64 }) => ({
            environment: state.environments.get(`${applicationId}/${environmentId}`)?.name ?? null,
            version,
            state: stage,
            percentage,
            content: base64,
          })),
      ],
    })),
};
