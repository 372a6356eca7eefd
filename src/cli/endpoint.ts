import { SquallError } from '../cloud/kernel/errors.ts';
import { type CloudClient, connect } from '../harness/cloud-client.ts';
import { type FlagValues, text } from './command.ts';
import { readSamConfig } from './templates/sam-config.ts';

export const defaultPort = 4566;

/** Where the cloud is, by flag, by the variable that SDKs read, or by default. */
export function endpointOf(flags: FlagValues): string {
  const endpoint = text(flags.endpoint) || process.env.AWS_ENDPOINT_URL || `http://127.0.0.1:${defaultPort}`;
  if (/^https?:\/\//.test(endpoint) && URL.canParse(endpoint)) return endpoint.replace(/\/+$/, '');
  throw new SquallError(
    'InvalidOption',
    `“${endpoint}” is not an endpoint.`,
    `Write it as a URL: --endpoint http://127.0.0.1:${defaultPort}`,
  );
}

/** The account and region that flags and environment name; undefined where they name none. */
export function placeOf(flags: FlagValues): { readonly account?: string; readonly region?: string } {
  const account = text(flags.account);
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new SquallError('InvalidOption', `“${account}” is not an account.`, 'Accounts have twelve digits.');
  }
  const named = text(flags.region) || projectRegion();
  assertRegion(named);
  // The environment's may be another tool's: DynamoDB Local is often given one called `local`.
  const region = named || process.env.AWS_REGION || undefined;
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
}

/** Asserts that a region that somebody names for us looks like one. */
export function assertRegion(region: string | undefined): void {
  if (region === undefined || /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region)) return;
  throw new SquallError('InvalidOption', `“${region}” is not a region.`, 'Write it as AWS does: us-east-1');
}

/** Where a deploy of the project here goes to by its samconfig.toml: the other commands look there as well. */
function projectRegion(): string | undefined {
  try {
    return readSamConfig('.').region;
  } catch (error) {
    // A deploy tells what is wrong with it.
    if (error instanceof SquallError) return undefined;
    throw error;
  }
}

export const clientFrom = (flags: FlagValues): CloudClient => connect(endpointOf(flags), placeOf(flags));
