import { execFile } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  /** Standard output, and standard error behind it. */
  readonly text: string;
}

type Environment = Readonly<Record<string, string>>;

/** Runs a program to its end, whatever that is. */
export function run(program: string, argv: readonly string[], environment: Environment = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(program, argv, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, text: `${stdout}${stderr}` });
    });
  });
}

/** Runs `docker`; throws with what it said when it fails. */
export async function docker(...argv: readonly string[]): Promise<string> {
  const { code, text } = await run('docker', argv);
  if (code !== 0) throw new Error(`docker ${argv.join(' ')} ended with ${code}:\n${text}`);
  return text.trim();
}

/** Compose as a plugin of docker's, or as a program of its own. */
const composeProgram = run('docker', ['compose', 'version']).then(({ code }): readonly [string, ...string[]] =>
  code === 0 ? ['docker', 'compose'] : ['docker-compose'],
);

/** A project of its own beside what a developer has running. */
export const project = {
  COMPOSE_PROJECT_NAME: 'squall-test',
  SQUALL_NETWORK: 'squall-test',
  SQUALL_PORT: '4599',
  PAYMENTS_PORT: '4598',
};

/** Runs `docker compose` in the test's project. */
export async function compose(argv: readonly string[], environment: Environment = {}): Promise<Outcome> {
  const [program, ...words] = await composeProgram;
  return run(program, [...words, ...argv], { ...project, ...environment });
}

/** The container of a service of the test's project. */
export async function containerOf(service: string): Promise<string> {
  const { text } = await compose(['ps', '-q', service]);
  return text.trim().split('\n')[0] ?? '';
}
