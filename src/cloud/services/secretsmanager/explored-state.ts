import type { ExploredState } from '../../service-kit/explored-state.ts';
import type { SecretsManagerState } from './state.ts';

/**
 * Secrets, by what becomes of them. Their values are no rows: rotation changes them at any time, and reports show rows.
 */
export const secretsExploredState: ExploredState<SecretsManagerState> = {
  shortName: 'secrets',
  kind: 'secret',
  resourceTypes: ['AWS::SecretsManager::Secret'],
  // arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-6CHARS
  nameOf: (reference) => /:secret:(.+)-[A-Za-z0-9]{6}$/.exec(reference)?.[1] ?? reference,
  rows: (state) => {
    const secrets = [...state.secrets.values()];
    if (secrets.length === 0) return [];
    return [{ rows: secrets.map(({ name, deletion }) => ({ name, isDeleted: deletion !== undefined })) }];
  },
  secrets: (state) =>
    [...state.secrets.values()].flatMap(({ versions }) =>
      versions.flatMap(({ value }) => (value?.kind === 'string' ? [value.text] : [])),
    ),
};
