import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../child.ts';

/** A project of its own, which saves may change. */
export interface Project {
  readonly directory: string;
  read(name: string): string;
  write(name: string, text: string): void;
  remove(): void;
}

function createProject(fill: (directory: string) => void): Project {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall-loop-')));
  fill(directory);
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    read: (name) => readFileSync(join(directory, name), 'utf8'),
    write: (name, text) => writeFileSync(join(directory, name), text),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

const partsOfReference = ['handlers', 'stack', 'cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** A copy of the reference app: 16 functions, bundles of about 1.2 MB with clients of the SDK. */
export const referenceProject = (): Project =>
  createProject((directory) => {
    for (const part of partsOfReference) cpSync(join(root, part), join(directory, part), { recursive: true });
  });

/** One function of one file behind an API. */
export const smallProject = (): Project =>
  createProject((directory) => {
    mkdirSync(join(directory, 'handlers'));
    writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'small', type: 'module' }));
    writeFileSync(join(directory, 'package-lock.json'), '{}');
    writeFileSync(join(directory, 'cdk.json'), JSON.stringify({ app: 'node app.ts' }));
    writeFileSync(join(directory, 'handlers/hello.ts'), smallHandler);
    writeFileSync(join(directory, 'app.ts'), smallApp);
  });

const smallHandler = `export const handler = async (event: { rawPath: string }) => 'save 0 ' + event.rawPath;\n`;
const smallApp = `import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
const stack = new Stack(new App(), 'Small');
const entry = 'handlers/hello.ts';
const hello = new NodejsFunction(stack, 'Hello', { entry, runtime: Runtime.NODEJS_24_X, bundling: { minify: true } });
const api = new HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Hello', hello) });
new CfnOutput(stack, 'ApiUrl', { value: api.apiEndpoint });
`;
