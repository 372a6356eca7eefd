import { AwsError, SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../cloud-client.ts';
import type { TargetClientConfig } from './target.ts';

interface SdkClient {
  send(command: object): Promise<object>;
}

type SdkPackage = Readonly<Record<string, new (input: object) => SdkClient>>;

/** Where a service's own name is not that of its package. */
const packageNames: Readonly<Record<string, string>> = {
  logs: 'cloudwatch-logs',
  secretsmanager: 'secrets-manager',
  states: 'sfn',
};

/**
 * Calls operations through the project's SDK clients, where nobody answers our own JSON: LocalStack and AWS. Throws
 * `SquallError` naming the package that is missing, and `AwsError` with AWS's code.
 */
export function sdkClient(config: TargetClientConfig, account: string): CloudClient {
  const clients = new Map<string, { readonly from: SdkPackage; readonly client: SdkClient }>();
  const open = async (service: string) => {
    const known = clients.get(service);
    if (known) return known;
    const name = `@aws-sdk/client-${packageNames[service] ?? service}`;
    const from = (await import(name).catch((cause) => {
      const hint = `Install it: npm install --save-dev ${name}`;
      throw new SquallError('Unsupported', `Calls to ${service} need the package ${name}.`, hint, { cause });
    })) as SdkPackage;
    const className = Object.keys(from).find((key) => /^[A-Z].*Client$/.test(key)) ?? '';
    const made = { from, client: new (from[className] ?? raiseNoClient(name))(config) };
    clients.set(service, made);
    return made;
  };
  return {
    endpoint: config.endpoint ?? '',
    account,
    region: config.region,
    async call<Output>(service: string, operation: string, input: object) {
      const { from, client } = await open(service);
      const Command = from[`${operation}Command`] ?? raiseNoClient(`${service}:${operation}`);
      return client.send(new Command(input)).catch((error: unknown) => {
        const { name, message } = error as Error;
        throw new AwsError(name, message);
      }) as Promise<Output>;
    },
    now: async () => Date.now(),
  };
}

function raiseNoClient(what: string): never {
  throw new SquallError(
    'Unsupported',
    `The installed SDK has no ${what}.`,
    'Is its name right, and the package recent?',
  );
}
