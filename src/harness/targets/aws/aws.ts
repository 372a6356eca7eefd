import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { readAssembly } from '../../assembly.ts';
import type { CloudClient } from '../../cloud-client.ts';
import { makeOwnDirectory } from '../../own-directory.ts';
import { type CdkCli, cdkDeploy, cdkDestroy } from '../cdk-cli.ts';
import { emptyStacks } from '../empty-stacks.ts';
import { newPrefix, prefixAssembly } from '../prefix-assembly.ts';
import { sdkClient } from '../sdk-client.ts';
import { lacking, noMocks, type Place, type Target } from '../target.ts';
import { costTable, estimateCost, totalOf, usualVolume } from './cost.ts';
import { atDeath } from './destroy-at-death.ts';

const defaultBudget = 1;

/**
 * A real account, for money. Never by accident: SQUALL_AWS_CONFIRM must name the account whose credentials are there, and
 * the estimate must be below SQUALL_AWS_BUDGET dollars (default 1). Stacks have a name of their own for each file, and are
 * destroyed at its end; should this process die, another one destroys them.
 */
export const aws: Target = {
  name: 'aws',
  capabilities: new Set(),
  async start({ region = process.env.AWS_REGION || 'us-east-1' }): Promise<Place> {
    const client = sdkClient({ region }, '');
    const account = await confirmedAccount(client);
    const cli: CdkCli = { program: 'cdk', environment: { AWS_REGION: region, AWS_DEFAULT_REGION: region } };
    const prefix = newPrefix();
    let undo: (() => Promise<void>) | undefined;
    let names: readonly string[] = [];
    return {
      aws: { ...client, account },
      cloud: undefined,
      host: 'localhost',
      clock: { advance: () => Promise.reject(lacking('aws', 'virtual time')) },
      mocks: noMocks('aws'),
      faults: {
        add: () => Promise.reject(lacking('aws', 'faults')),
        clear: async () => undefined,
      },
      async deploy(assembly, parameters) {
        assertAffordable(assembly);
        const copy = makeOwnDirectory(resolve('.'), 'aws', prefix);
        prefixAssembly(assembly, copy, prefix);
        names = readAssembly(copy).map(({ name }) => name);
        const destroy = [join('node_modules', '.bin', 'cdk'), 'destroy', '--all', '--app', copy, '--force'];
        const watch = atDeath(destroy, `${copy}.log`, cli.environment);
        undo = async () => {
          await cdkDestroy(cli, copy);
          watch.done();
          rmSync(copy, { recursive: true, force: true });
        };
        return cdkDeploy(cli, copy, parameters);
      },
      reach: (url) => url.replace(/\/$/, ''),
      clientConfig: (options) => ({ region: options?.region ?? region }),
      mark: async () => () => emptyStacks(client, names),
      close: async () => undo?.(),
    };
  },
};

/** The account, when it was named on purpose. */
async function confirmedAccount(client: CloudClient): Promise<string> {
  const confirmed = process.env.SQUALL_AWS_CONFIRM;
  const refuse = (why: string, hint: string) => new SquallError('NotConfirmed', why, hint);
  if (!confirmed) {
    throw refuse(
      'SQUALL_TARGET=aws deploys into a real account and costs money.',
      'Say which account you mean: SQUALL_AWS_CONFIRM=<account id>, with its credentials in the environment.',
    );
  }
  const { Account } = await client.call<{ readonly Account: string }>('sts', 'GetCallerIdentity', {});
  if (Account === confirmed) return Account;
  throw refuse(
    `The credentials are those of account ${Account}, and SQUALL_AWS_CONFIRM names ${confirmed}.`,
    'Nothing was deployed. Change one of the two.',
  );
}

function assertAffordable(assembly: string): void {
  const requests = Number(process.env.SQUALL_AWS_REQUESTS || usualVolume.requests);
  const lines = estimateCost(
    readAssembly(assembly).map(({ template }) => template),
    { ...usualVolume, requests },
  );
  const budget = Number(process.env.SQUALL_AWS_BUDGET || defaultBudget);
  process.stderr.write(
    `Estimated cost of this test file on AWS (SQUALL_AWS_REQUESTS=${requests}):\n${costTable(lines)}\n`,
  );
  if (totalOf(lines) <= budget) return;
  throw new SquallError(
    'NotConfirmed',
    `The estimate is $${totalOf(lines).toFixed(2)}, above the budget of $${budget.toFixed(2)}.`,
    'Nothing was deployed. Raise it, if that is meant: SQUALL_AWS_BUDGET=<dollars>.',
  );
}
