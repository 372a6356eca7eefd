import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

const provider = 'registry.terraform.io/hashicorp/aws';

/** Where AWS's provider lies in a filesystem mirror: TF_PLUGIN_MIRROR, else what the system has below /opt. */
function findMirror(): string | undefined {
  const named = process.env['TF_PLUGIN_MIRROR'];
  const candidates = named ? [named] : existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : [];
  return candidates.find((directory) => existsSync(join(directory, provider)));
}

function hasTerraform(): boolean {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mirror = hasTerraform() ? findMirror() : undefined;

/** Why the suite cannot run here. */
export const missing = mirror === undefined ? 'terraform and a filesystem mirror with the AWS provider' : undefined;

const handler = "exports.handler = async () => ({ statusCode: 200, body: 'from Terraform' });";

/** A copy of a root of this folder in a new directory, with the function `fn.zip` that roots deploy. */
export function copyRoot(name: string): string {
  const root = mkdtempSync(join(tmpdir(), 'squall-terraform-'));
  cpSync(new URL(`./${name}`, import.meta.url), root, { recursive: true });
  writeFileSync(join(root, 'fn.zip'), zipSync({ 'index.js': Buffer.from(handler) }));
  return root;
}

/** Runs terraform in a root; answers its exit code and all that it printed. */
export class Terraform {
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;

  /** `environment` is what a user would have exported: where calls go unless the root says so itself. */
  constructor(root: string, endpoint: string, environment: Readonly<Record<string, string>> = {}) {
    this.#root = root;
    const config = join(root, 'terraform.rc');
    writeFileSync(config, `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(mirror)} }\n}\n`);
    this.#env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: config,
      TF_VAR_endpoint: endpoint,
      TF_IN_AUTOMATION: '1',
      ...environment,
    };
  }

  /** An output of the root, whose values are texts. */
  async output(name: string): Promise<Readonly<Record<string, string>>> {
    return JSON.parse((await this.run('output', '-json', name)).text);
  }

  async run(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
    const options = { cwd: this.#root, env: this.#env, maxBuffer: 64 * 1024 * 1024 };
    try {
      const { stdout, stderr } = await promisify(execFile)('terraform', [...args, '-no-color'], options);
      return { code: 0, text: stdout + stderr };
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
      return { code: code ?? -1, text: stdout + stderr };
    }
  }
}
