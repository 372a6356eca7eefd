import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./checks', import.meta.url));

/** What one check printed. */
export interface Outcome {
  readonly ok: boolean;
  readonly error?: string;
}

/** The names of all checks, or what is missing here to run them. */
export function listChecks(): { readonly names: readonly string[]; readonly missing?: string } {
  try {
    const text = execFileSync('python3', ['-B', program, '--list'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { names: JSON.parse(text) as string[] };
  } catch (error) {
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: string };
    const isAbsent = code === 'ENOENT' || stderr?.trim() === 'no boto3';
    if (!isAbsent) throw error;
    return { names: [], missing: 'python3 with boto3' };
  }
}

/** Runs all checks against a cloud in one Python process: what each of them printed, by its name. */
export function runChecks(endpoint: string): Promise<ReadonlyMap<string, Outcome>> {
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    // Whatever misses the cloud stays on this machine: nothing listens there.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    AWS_EC2_METADATA_DISABLED: 'true',
    // An error shows on the first try: nothing here is to be hidden by another one.
    AWS_MAX_ATTEMPTS: '1',
  };
  const child = spawn('python3', ['-B', program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [printed, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      if (code !== 0) return reject(new Error(`The checks ended with ${code}:\n${complaints}`));
      const lines = printed.split('\n').filter((line) => line !== '');
      const outcomes = lines.map((line) => JSON.parse(line) as Outcome & { readonly name: string });
      resolve(new Map(outcomes.map((outcome) => [outcome.name, outcome])));
    });
  });
}
