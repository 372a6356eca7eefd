import type { ExploredState } from '../../service-kit/explored-state.ts';
import type { LambdaState } from './state.ts';

/** Functions: their code and settings, for apps that change them while they run. */
export const lambdaExploredState: ExploredState<LambdaState> = {
  kind: 'function',
  resourceTypes: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
  nameOf: (reference) => /:function:([^:]+)/.exec(reference)?.[1] ?? reference.split(':')[0] ?? reference,
  rows: (state) => {
    const versions = [...state.versions.values()];
    if (versions.length === 0) return [];
    return [{ rows: versions.map(({ name, version, code }) => ({ name, version, code: code.sha256 })) }];
  },
  deadLetters: (state) => [
    ...[...state.versions.values()].flatMap(({ settings }) => settings.DeadLetterArn ?? []),
    ...[...state.eventInvokeConfigs.values()].flatMap(({ onFailure }) => onFailure ?? []),
    ...[...state.eventSourceMappings.values()].flatMap(({ stream }) => stream?.onFailure ?? []),
  ],
  // An arrival changes nothing by itself: what the function does are calls of its own.
  footprint: () => [],
};
