import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Interpreter } from '../../../kernel/executor.ts';
import type { Log } from '../../../kernel/log.ts';
import { moduleDirectories } from '../executors/process/node-binaries.ts';
import { linkBundledSdk } from './bundled-sdk.ts';

/** How the packages of one language come. */
export interface Installer {
  /** Whether the language finds them by itself, wherever they may be; without it nobody knows. */
  has?(names: readonly string[], program: string): Promise<boolean>;
  /** Installs them below a directory: `node_modules` of npm, or Python's modules. Rejects where it cannot. */
  install(names: readonly string[], directory: string, program: string): Promise<void>;
}

export interface RuntimeSdkOptions {
  readonly log: Log;
  /** Where functions look for packages above their code. */
  readonly modules: string;
  /** Where packages are kept from one cloud to the next. */
  readonly cache: string;
  /** Undefined where nothing may be installed. */
  readonly install: Installers | undefined;
  /** Which Python runs functions of a runtime: packages are installed by it, and for it. */
  readonly interpreterOf: (runtime: string) => Interpreter | undefined;
}

type Language = 'node' | 'python';
type Installers = Readonly<Record<Language, Installer>>;

/** For whom something is installed. */
interface Audience {
  readonly language: Language;
  /** Its folder in the cache: `python3.13`, as pip chooses packages for its own version of Python. */
  readonly folder: string;
  /** What installs: npm, or the Python that runs the functions. */
  readonly program: string;
}

const node: Audience = { language: 'node', folder: 'node', program: 'npm' };

/**
 * AWS's runtimes bring the SDK along, so code may import it without having it. What the project has is linked; what it
 * lacks is installed once by the user's own npm or pip, into a cache that all clouds of this user share.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included
 */
export class RuntimeSdk {
  readonly #log: Log;
  readonly #modules: string;
  readonly #cache: string;
  readonly #install: Installers | undefined;
  readonly #interpreterOf: RuntimeSdkOptions['interpreterOf'];
  /** By what is installed; one that failed stays, so that no cold start waits for it again. */
  readonly #installing = new Map<string, Promise<void>>();
  /** What is said of those of them that failed. */
  readonly #failed = new Map<string, string>();

  constructor({ log, modules, cache, install, interpreterOf }: RuntimeSdkOptions) {
    this.#log = log;
    this.#modules = modules;
    this.#cache = cache;
    this.#install = install;
    this.#interpreterOf = interpreterOf;
  }

  /**
   * Sees to it that everything that can be had of `imports` can be imported by functions of the runtime: at once where
   * nothing is lacking, else when the promise is fulfilled. It is never rejected.
   */
  provide(runtime: string, imports: readonly string[]): Promise<void> | undefined {
    const audience = this.#audienceOf(runtime);
    if (audience === node) linkBundledSdk(this.#modules, this.#sources());
    const lacking = audience === undefined ? [] : this.#lacking(runtime, imports, audience);
    if (audience === undefined || lacking.length === 0) return undefined;
    const key = `${audience.folder} ${lacking.join(' ')}`;
    let installing = this.#installing.get(key);
    if (!installing) {
      installing = this.#fill(audience, lacking).then((failure) => {
        if (failure !== undefined) this.#failed.set(key, failure);
      });
      this.#installing.set(key, installing);
    }
    return installing;
  }

  /** Tries again what could not be installed: something new is deployed. */
  retry(): void {
    for (const key of this.#failed.keys()) this.#installing.delete(key);
    this.#failed.clear();
  }

  /** What functions import and could not be had, when everything that is being installed is there or failed. */
  async failures(): Promise<string[]> {
    await Promise.all(this.#installing.values());
    return [...this.#failed.values()];
  }

  /** Where Python functions of a runtime find what was installed, behind everything else. */
  pythonPath(runtime: string): string {
    const audience = this.#audienceOf(runtime);
    return audience === undefined ? '' : this.#installed(audience).join(delimiter);
  }

  /** Undefined where there is no Python, and so nobody who could import anything. */
  #audienceOf(runtime: string): Audience | undefined {
    if (!runtime.startsWith('python')) return node;
    const python = this.#interpreterOf(runtime);
    return python && { language: 'python', folder: `python${python.version}`, program: python.command };
  }

  #lacking(runtime: string, imports: readonly string[], audience: Audience): string[] {
    if (audience.language === 'python') {
      return imports.includes('boto3') && this.#installed(audience).length === 0 ? ['boto3'] : [];
    }
    const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? Number.NaN);
    return imports.filter((name) => {
      if (name.startsWith('boto')) return false;
      const isBundled = name === 'aws-sdk' ? major <= 16 : major >= 18;
      return isBundled && !existsSync(join(this.#modules, name));
    });
  }

  /** Directories with `node_modules` contents, the project's own first. */
  #sources(): string[] {
    return [...moduleDirectories(), ...this.#installed(node)];
  }

  #installed({ language, folder }: Audience): string[] {
    const root = join(this.#cache, folder);
    const sets = existsSync(root) ? readdirSync(root).filter((name) => !name.endsWith('.part')) : [];
    return sets.sort().map((name) => (language === 'node' ? join(root, name, 'node_modules') : join(root, name)));
  }

  /** What to say where the packages are still not there. */
  async #fill(audience: Audience, names: readonly string[]): Promise<string | undefined> {
    const { language, folder, program } = audience;
    const hint = `To have it: ${language === 'node' ? 'npm install --save-dev' : `${program} -m pip install`} ${names.join(' ')}`;
    const what = `${names.join(', ')}, which AWS's runtime includes and this project does not`;
    const install = this.#install?.[language];
    if (!install) return this.#complain(`A function imports ${what}. ${hint}`);
    if (await install.has?.(names, program)) return undefined;
    this.#log.info(`installing ${what}, once, into ${this.#cache}`);
    try {
      await installInto(join(this.#cache, folder), names, program, install);
      if (language === 'node') linkBundledSdk(this.#modules, this.#sources());
      return undefined;
    } catch (error) {
      return this.#complain(`A function imports ${what}. It could not be installed (${reasonOf(error)}). ${hint}`);
    }
  }

  #complain(text: string): string {
    this.#log.warn(text);
    return text;
  }
}

/** Beside its place first: whoever looks meanwhile, from whatever process, sees all of it or nothing. */
async function installInto(
  root: string,
  names: readonly string[],
  program: string,
  { install }: Installer,
): Promise<void> {
  const place = join(root, createHash('sha256').update(names.join(' ')).digest('hex').slice(0, 16));
  if (existsSync(place)) return;
  const part = `${place}.${process.pid}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    await install(names, part, program);
    renameSync(part, place);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(place)) throw error;
  }
}

const run = promisify(execFile);
const limits = { timeout: 180_000, maxBuffer: 16 * 1024 * 1024 };

/** Both by the user's own programs, with the user's own settings. */
export const installers: Installers = {
  node: { install: installByNpm },
  python: { has: pythonHas, install: installByPip },
};

async function installByNpm(names: readonly string[], directory: string): Promise<void> {
  // With a manifest of its own, so that npm does not look for a project further up.
  writeFileSync(join(directory, 'package.json'), '{"private":true}\n');
  const versioned = names.map((name) => (name === 'aws-sdk' ? 'aws-sdk@2' : `${name}@latest`));
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--fetch-retries=1'];
  // On Windows npm is a script, which only a shell runs.
  const isShell = process.platform === 'win32';
  await run('npm', ['install', ...options, ...versioned], { cwd: directory, shell: isShell, ...limits });
}

async function installByPip(names: readonly string[], directory: string, python: string): Promise<void> {
  const options = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--target', directory];
  await run(python, ['-m', 'pip', 'install', ...options, ...names], limits);
}

async function pythonHas(names: readonly string[], python: string): Promise<boolean> {
  const probe = 'import importlib.util, sys; sys.exit(any(importlib.util.find_spec(n) is None for n in sys.argv[1:]))';
  return run(python, ['-c', probe, ...names], limits).then(
    () => true,
    () => false,
  );
}

/** The line of a tool's complaint that says most. */
function reasonOf(error: unknown): string {
  const { stderr = '', message = '' } = error as { readonly stderr?: string; readonly message?: string };
  const lines = (stderr || message).split('\n').map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim());
  return (
    lines.find((line) => /ENOTFOUND|ECONN|E404|network|No matching|not found|No module/i.test(line)) ??
    // Programs that die of an error of their own say first where it was thrown.
    lines.find((line) => /^\w*Error:|does not run|not supported/i.test(line)) ??
    lines.find((line) => line !== '') ??
    ''
  );
}
