import { type ChildProcess, spawn } from 'node:child_process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';

/** `squall up --data` in a process of its own, and clients of it that try once. */
export interface SquallProcess {
  readonly cloudformation: CloudFormationClient;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly secrets: SecretsManagerClient;
  readonly sqs: SQSClient;
  queueUrl(name: string): string;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts it as a user does. Throws with what it complained of when it ends instead of listening. */
export async function startSquall(data: string): Promise<SquallProcess> {
  const argv = ['--conditions=squall-source', 'src/cli/main.ts', 'up', '--port', '0', '--json', '--data', data];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { endpoint } = JSON.parse(await firstLine(child)) as { endpoint: string };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  return {
    cloudformation: new CloudFormationClient(options),
    dynamodb: new DynamoDBClient(options),
    lambda: new LambdaClient(options),
    secrets: new SecretsManagerClient(options),
    sqs: new SQSClient(options),
    queueUrl: (name) => `${endpoint}/000000000000/${name}`,
    kill() {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('exit', (code) => reject(new Error(`squall up ended with ${code}: ${complaints}`)));
  });
}
