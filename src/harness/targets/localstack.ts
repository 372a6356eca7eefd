import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { parseRule } from '../../cloud/kernel/faults/parse-rule.ts';
import type { FaultRule } from '../../cloud/kernel/faults/rule.ts';
import { localUrl } from '../local-url.ts';
import { makeOwnDirectory } from '../own-directory.ts';
import { type CdkCli, cdkDeploy, cdkDestroy } from './cdk-cli.ts';
import { emptyStacks } from './empty-stacks.ts';
import { newPrefix, prefixAssembly } from './prefix-assembly.ts';
import { sdkClient } from './sdk-client.ts';
import { lacking, noMocks, type Place, type Target } from './target.ts';

const account = '000000000000';

/**
 * A LocalStack that runs already, at SQUALL_LOCALSTACK_ENDPOINT (default `http://127.0.0.1:4566`):
 * `docker compose --profile localstack up localstack`. Stacks come into it by cdklocal. Its functions reach this machine as
 * SQUALL_LOCALSTACK_HOST (default `host.docker.internal`).
 */
export const localstack: Target = {
  name: 'localstack',
  capabilities: new Set(['this machine']),
  async start({ region = 'us-east-1' }): Promise<Place> {
    const endpoint = process.env.SQUALL_LOCALSTACK_ENDPOINT || 'http://127.0.0.1:4566';
    await assertThere(endpoint);
    const config = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    const aws = sdkClient(config, account);
    const cli: CdkCli = {
      program: 'cdklocal',
      environment: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ENDPOINT_URL_S3: endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
      },
    };
    // One LocalStack serves all test files: each has stacks of its own.
    const prefix = newPrefix();
    const copy = makeOwnDirectory(resolve('.'), 'localstack', prefix);
    let deployed: readonly string[] | undefined;
    return {
      aws,
      cloud: undefined,
      host: process.env.SQUALL_LOCALSTACK_HOST || 'host.docker.internal',
      clock: { advance: () => Promise.reject(lacking('localstack', 'virtual time')) },
      faults: { add: (rule) => addChaos(endpoint, rule), clear: () => chaos(endpoint, 'DELETE', undefined) },
      mocks: noMocks('localstack'),
      async deploy(assembly, parameters) {
        prefixAssembly(assembly, copy, prefix);
        const stacks = await cdkDeploy(cli, copy, parameters);
        deployed = stacks.map(({ name }) => name);
        return stacks;
      },
      reach: (url) => localUrl(endpoint, url),
      clientConfig: (options) => ({ ...config, ...(options?.region !== undefined && { region: options.region }) }),
      mark: async () => () => emptyStacks(aws, deployed ?? []),
      close: async () => {
        if (deployed) await cdkDestroy(cli, copy);
        rmSync(copy, { recursive: true, force: true });
      },
    };
  },
};

async function assertThere(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/_localstack/health`).catch(() => undefined);
  if (response?.ok) return;
  throw new SquallError(
    'CloudUnreachable',
    `No LocalStack answers at ${endpoint}.`,
    'Start it: LOCALSTACK_AUTH_TOKEN=… docker compose --profile localstack up (or name another by SQUALL_LOCALSTACK_ENDPOINT)',
  );
}

/** LocalStack's chaos API: https://docs.localstack.cloud/aws/capabilities/chaos-engineering/chaos-api/ (not in every plan). */
async function chaos(endpoint: string, method: string, body: object | undefined): Promise<void> {
  const response = await fetch(`${endpoint}/_localstack/chaos/faults`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? []),
  });
  if (response.ok) return;
  throw new SquallError(
    'Unsupported',
    `LocalStack refused its chaos API (${response.status}).`,
    'It is not in every plan. The targets embedded and container have faults without one.',
  );
}

/** Errors for all calls of an operation, sure or by chance, are what that API knows. */
async function addChaos(endpoint: string, given: string | FaultRule): Promise<void> {
  const { fault, service, operation, probability, ...further } = typeof given === 'string' ? parseRule(given) : given;
  const isError = fault.kind === 'error' || fault.kind === 'throttle';
  const beyond = Object.keys(further)[0] ?? (isError ? undefined : fault.kind);
  if (beyond !== undefined) {
    throw new SquallError(
      'Unsupported',
      `LocalStack's chaos API knows no ${beyond}.`,
      "Say that the test needs faults: stackTest({ needs: ['faults'] }) skips it here.",
    );
  }
  const error =
    fault.kind === 'throttle'
      ? { statusCode: 400, code: 'ThrottlingException' }
      : {
          statusCode: 'status' in fault ? fault.status : 500,
          code: 'code' in fault ? fault.code : 'InternalServerError',
        };
  const entry = { service, operation, probability, error };
  await chaos(endpoint, 'PATCH', [JSON.parse(JSON.stringify(entry)) as object]);
}
