import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Interpreter, RuntimeSpec } from '../../../../../kernel/executor.ts';
import type { Log } from '../../../../../kernel/log.ts';
import { pythonBootstrap } from './python-bootstrap.ts';

export interface RuntimeCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Which program runs a function whose runtime speaks the Runtime API. */
export class RuntimeCommands {
  readonly #log: Log;
  readonly #directory: string;
  /** Interpreters by runtime; asked for once, as asking means running them. */
  readonly #pythons = new Map<string, Interpreter | undefined>();

  constructor(log: Log, directory: string) {
    this.#log = log;
    this.#directory = directory;
  }

  /** Why a runtime cannot be run; undefined when it can. */
  refusal(runtime: string): string | undefined {
    if (runtime.startsWith('provided')) return undefined;
    if (!runtime.startsWith('python')) return `functions of the runtime ${runtime}`;
    return this.interpreter(runtime)
      ? undefined
      : `functions of the runtime ${runtime} where there is no python3 on the PATH`;
  }

  commandFor(spec: RuntimeSpec): RuntimeCommand {
    return spec.runtime.startsWith('provided') ? this.#provided(spec) : this.#python(spec);
  }

  /** `bootstrap` of the code, else of a layer. */
  #provided({ taskRoot, layersRoot }: RuntimeSpec): RuntimeCommand {
    const own = join(taskRoot, 'bootstrap');
    const command = existsSync(own) || layersRoot === undefined ? own : join(layersRoot, 'bootstrap');
    return { command, args: [], variables: {} };
  }

  #python({ runtime, layersRoot }: RuntimeSpec): RuntimeCommand {
    const command = this.interpreter(runtime)?.command ?? 'python3';
    const file = join(this.#directory, 'python', 'bootstrap.py');
    mkdirSync(join(this.#directory, 'python'), { recursive: true });
    if (!existsSync(file)) writeFileSync(file, pythonBootstrap);
    const paths =
      layersRoot === undefined ? [] : [`${layersRoot}/python/lib/${runtime}/site-packages`, `${layersRoot}/python`];
    return {
      command,
      args: [file],
      variables: {
        SQUALL_PYTHON_PATH: paths.join(delimiter),
        SQUALL_LAYERS_ROOT: layersRoot ?? '',
        PYTHONUNBUFFERED: '1',
        PYTHONDONTWRITEBYTECODE: '1',
      },
    };
  }

  /** Python of the same version when it is there, else whatever `python3` is. */
  interpreter(runtime: string): Interpreter | undefined {
    if (!runtime.startsWith('python')) return undefined;
    if (this.#pythons.has(runtime)) return this.#pythons.get(runtime);
    const exact = locate(runtime);
    const found = exact ?? locate('python3');
    if (exact === undefined && found !== undefined) {
      this.#log.warn(`${runtime} runs on ${found.command}: no ${runtime} was found on the PATH`);
    }
    this.#pythons.set(runtime, found);
    return found;
  }
}

const probe = 'import sys; print(sys.executable); print("%d.%d" % sys.version_info[:2])';

/** Where an interpreter really is, behind links and shims; undefined when the name does not lead to one. */
function locate(name: string): Interpreter | undefined {
  try {
    const output = execFileSync(name, ['-c', probe], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [command = '', version = ''] = output.trim().split(/\r?\n/);
    return command === '' ? undefined : { command, version };
  } catch {
    return undefined;
  }
}
