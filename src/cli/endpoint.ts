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
  const region = text(flags.region) || projectRegion() || process.env.AWS_REGION || undefined;
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
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
