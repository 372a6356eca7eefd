import { type CloudClient, connect } from '../harness/cloud-client.ts';
import { type FlagValues, text } from './command.ts';

export const defaultPort = 4566;

/** Where the cloud is, by flag, by the variable that SDKs read, or by default. */
export function endpointOf(flags: FlagValues): string {
  const endpoint = text(flags.endpoint) ?? process.env.AWS_ENDPOINT_URL ?? `http://127.0.0.1:${defaultPort}`;
  return endpoint.replace(/\/+$/, '');
}

export function clientFrom(flags: FlagValues): CloudClient {
  const account = text(flags.account);
  const region = text(flags.region) ?? process.env.AWS_REGION;
  return connect(endpointOf(flags), {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  });
}
