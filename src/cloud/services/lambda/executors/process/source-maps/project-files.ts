import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What is never an original: packages, what synthesis and builds of SAM and the Serverless Framework leave. */
const skipped = /^(node_modules|cdk\.out|\..*)$/;
const entriesMax = 20_000;

/** Files of the project by their names; looked up once for one environment. */
export class ProjectFiles {
  readonly #project: string;
  #byName: Map<string, string[]> | undefined;

  constructor(project: string) {
    this.#project = project;
  }

  /** The file of the project with the same name and the same content: code that was deployed as it is. */
  original(file: string, content: string): string | undefined {
    this.#byName ??= this.#read();
    return this.#byName.get(basename(file))?.find((candidate) => isSame(candidate, content));
  }

  #read(): Map<string, string[]> {
    const byName = new Map<string, string[]>();
    const directories = [this.#project];
    let entries = 0;
    for (let directory = directories.shift(); directory !== undefined; directory = directories.shift()) {
      for (const entry of entriesOf(directory)) {
        entries += 1;
        // A home directory, or a disk: nobody waits for that.
        if (entries > entriesMax) return byName;
        const path = join(directory, entry.name);
        if (entry.isDirectory() && !skipped.test(entry.name)) directories.push(path);
        else if (entry.isFile()) byName.set(entry.name, [...(byName.get(entry.name) ?? []), path]);
      }
    }
    return byName;
  }
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isSame(file: string, content: string): boolean {
  try {
    return statSync(file).size === Buffer.byteLength(content) && readFileSync(file, 'utf8') === content;
  } catch {
    return false;
  }
}
