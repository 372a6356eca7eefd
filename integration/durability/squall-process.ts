import { type ChildProcess, spawn } from 'node:child_process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** `squall up --data` in a process of its own, and clients of it that try once. */
export interface SquallProcess {
  readonly cloudformation: CloudFormationClient;
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly secrets: SecretsManagerClient;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** A request to the admin API. */
  admin(path: string, input: object): Promise<void>;
  queueUrl(name: string): string;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts it as a user does. Throws with what it complained of when it ends instead of listening. */
export async function startSquall(data: string, clock: 'real' | 'virtual' = 'real'): Promise<SquallProcess> {
  const argv = [
    '--conditions=squall-source',
    'src/cli/main.ts',
    'up',
    '--port',
    '0',
    '--json',
    '--data',
    data,
    '--clock',
    clock,
  ];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { endpoint } = JSON.parse(await firstLine(child)) as { endpoint: string };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  return {
    cloudformation: new CloudFormationClient(options),
    dynamodb: new DynamoDBClient(options),
    events: new EventBridgeClient(options),
    lambda: new LambdaClient(options),
    secrets: new SecretsManagerClient(options),
    sfn: new SFNClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    async admin(path, input) {
      const headers = { 'x-squall': '1', 'content-type': 'application/json' };
      const body = JSON.stringify(input);
      const response = await fetch(`${endpoint}/_squall/${path}`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    },
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
