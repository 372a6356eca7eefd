import type { ExploredState } from '../../service-kit/explored-state.ts';
import type { ParameterVersion, SsmState } from './state.ts';

/** Parameters with their newest values; those of the CDK's bootstrap hold no user's data. */
export const ssmExploredState: ExploredState<SsmState> = {
  kind: 'parameter',
  resourceTypes: ['AWS::SSM::Parameter'],
  nameOf: (reference) => /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter(\/.+)$/.exec(reference)?.[1] ?? reference,
  rows: (state) => {
    const parameters = [...state.parameters.values()].filter(({ name }) => !name.startsWith('/cdk-bootstrap/'));
    if (parameters.length === 0) return [];
    return [{ rows: parameters.map(({ name, versions }) => ({ name, ...newestIn(versions.at(-1)) })) }];
  },
  currentValue(state, name) {
    const newest = [...state.parameters.values()].find((parameter) => parameter.name === name)?.versions.at(-1);
    return newest?.type === 'SecureString' ? undefined : newest?.value;
  },
};

/** Ciphertext is another one at every write, so of a secure string only the version is compared. */
const newestIn = (newest: ParameterVersion | undefined): object =>
  newest?.type === 'SecureString' ? { version: newest.version } : { value: newest?.value };
