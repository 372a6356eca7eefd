import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import { allWithin, type CodeDeployState } from './state.ts';

/** What became of an application's deployments; ids and times are no difference. */
export const codeDeployExploredState: ExploredState<CodeDeployState> = {
  kind: 'application',
  resourceTypes: ['AWS::CodeDeploy::Application'],
  nameOf: lastStep,
  rows: (state) =>
    [...state.applications.values()].map(({ name }) => ({
      name,
      rows: [
        ...allWithin(state.groups, name).map((group) => ({ group: group.name, config: group.configName })),
        ...[...state.deployments.values()]
          .filter(({ applicationName }) => applicationName === name)
          .sort((a, b) => a.order - b.order)
          .map(({ groupName, status, weight, target }) => ({ group: groupName, status, weight, target })),
      ],
    })),
};
