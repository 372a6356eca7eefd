import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** What `aws --version` says: `aws-cli/1.45.11 Python/3.11.7 …`; undefined without the AWS CLI. */
export function findVersion(): string | undefined {
  try {
    return execFileSync('aws', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The AWS CLI in a directory of its own, pointed at a cloud by variables alone. */
export class AwsCommand {
  readonly #cwd: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(cwd: string, endpoint: string) {
    this.#cwd = cwd;
    this.#env = {
      PATH: process.env['PATH'],
      HOME: cwd,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
      // Whatever misses the cloud stays on this machine: nothing listens there.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      AWS_EC2_METADATA_DISABLED: 'true',
      PYTHONWARNINGS: 'ignore',
      PYTHONIOENCODING: 'utf8',
    };
  }

  /** What a command prints; rejects with its complaint where it fails. */
  async print(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('aws', args, { cwd: this.#cwd, env: this.#env });
    return stdout;
  }

  /** The answer of a command that prints JSON. */
  async ask(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.print(...args, '--output', 'json'));
  }
}
