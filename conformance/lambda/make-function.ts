import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { type Zippable, zipSync } from 'fflate';

export const role = 'arn:aws:iam::000000000000:role/tester';

/** A zip archive of the files, by name. */
export const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));

/** An archive of files that may be executed. */
export const executable = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        [Buffer.from(text), { os: 3, attrs: (0o100755 << 16) >>> 0 }] as const,
      ]),
    ) as Zippable,
  );

/** Creates the function `f` (unless named otherwise) from the source of its `index.js`, or from several files. */
export async function makeFunction(
  client: LambdaClient,
  code: string | Readonly<Record<string, string>>,
  input: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'f',
      Role: role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip(typeof code === 'string' ? { 'index.js': code } : code) },
      ...input,
    }),
  );
}

export interface Reply {
  readonly status: number | undefined;
  readonly functionError: string | undefined;
  readonly executedVersion: string | undefined;
  readonly text: string;
  /** The payload as JSON; undefined where there is none. */
  readonly payload: unknown;
  readonly log: string;
}

/** Invokes `f` (unless named otherwise) and reads what comes back. */
export async function invoke(
  client: LambdaClient,
  event: unknown = {},
  input: Partial<InvokeCommandInput> = {},
): Promise<Reply> {
  const output = await client.send(
    new InvokeCommand({ FunctionName: 'f', LogType: 'Tail', Payload: JSON.stringify(event), ...input }),
  );
  const text = Buffer.from(output.Payload ?? new Uint8Array()).toString();
  return {
    status: output.StatusCode,
    functionError: output.FunctionError,
    executedVersion: output.ExecutedVersion,
    text,
    payload: text === '' ? undefined : parsed(text),
    log: Buffer.from(output.LogResult ?? '', 'base64').toString(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
