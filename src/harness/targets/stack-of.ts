import { SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../cloud-client.ts';

interface Stack {
  readonly StackName: string;
  readonly StackStatus: string;
}

/** The CDK's own, in every account. */
const bootstrapStack = 'CDKToolkit';

/** The stack that is meant. Throws `SquallError` naming what there is when there are several, or none. */
export async function stackOf(client: CloudClient, wanted: string | undefined): Promise<string> {
  const { Stacks = [] } = await client.call<{ readonly Stacks?: readonly Stack[] }>(
    'cloudformation',
    'DescribeStacks',
    {},
  );
  const names = Stacks.filter(({ StackStatus }) => !StackStatus.startsWith('DELETE'))
    .map(({ StackName }) => StackName)
    .filter((name) => name !== bootstrapStack);
  const found = wanted === undefined ? names : names.filter((name) => name === wanted);
  const [stack] = found;
  if (stack !== undefined && found.length === 1) return stack;
  const known = names.join(', ') || 'none';
  const what = stack === undefined ? `no stack${wanted === undefined ? '' : ` “${wanted}”`}` : 'several stacks';
  throw new SquallError(
    'NotFound',
    `${client.endpoint} has ${what}. It has: ${known}.`,
    names.length === 0 ? 'Deploy the app there first.' : 'Name one: --stack NAME',
  );
}
