import { createHash } from 'node:crypto';
import type { ExploredState } from '../../service-kit/explored-state.ts';
import { current } from './secrets/versions.ts';
import type { Secret, SecretsManagerState, SecretValue } from './state.ts';

/** Secrets, by digests of their current values: reports show rows. */
export const secretsExploredState: ExploredState<SecretsManagerState> = {
  shortName: 'secrets',
  kind: 'secret',
  resourceTypes: ['AWS::SecretsManager::Secret'],
  // arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-6CHARS
  nameOf: (reference) => /:secret:(.+)-[A-Za-z0-9]{6}$/.exec(reference)?.[1] ?? reference,
  rows: (state) => [...state.secrets.values()].map((secret) => ({ name: secret.name, rows: [rowOf(secret)] })),
  currentValue(state, name) {
    const found = [...state.secrets.values()].find((secret) => secret.name === name);
    const { value } = found?.versions.find(({ stages }) => stages.includes(current)) ?? {};
    return value?.kind === 'string' ? value.text : undefined;
  },
  secrets: (state) =>
    [...state.secrets.values()].flatMap(({ versions }) =>
      versions.flatMap(({ value }) => (value?.kind === 'string' ? [value.text] : [])),
    ),
};

function rowOf({ versions, deletion }: Secret): object {
  const { value } = versions.find(({ stages }) => stages.includes(current)) ?? {};
  return { ...(value && { digest: digestOf(value) }), ...(deletion && { isDeleted: true }) };
}

const digestOf = (value: SecretValue): string =>
  createHash('sha256')
    .update(value.kind === 'string' ? value.text : value.bytes)
    .digest('base64url');
