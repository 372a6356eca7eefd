import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SquallError } from '../cloud/kernel/errors.ts';
import type { CellResult, Exploration } from './exploration.ts';
import { slugOf } from './report/slug.ts';
import { warmSuffix } from './search/cells.ts';

/** A cell that may be red, and why. */
interface Accepted {
  readonly verdict: string;
  readonly reason: string;
}

interface AcceptedFindingsFile {
  readonly scenario: string;
  /** By title: `lost @ ddb.PutItem(Orders)#1`. */
  readonly accepted: Readonly<Record<string, Accepted>>;
}

/**
 * Cells of a scenario that are accepted as they are: listed in `__faults__/<scenario>.json` beside the test, and by
 * `allow` in the scenario itself.
 */
export class AcceptedFindings {
  readonly path: string;
  readonly #scenario: string;
  readonly #allow: NonNullable<Exploration['scenario']['allow']>;
  #accepted: Record<string, Accepted>;

  constructor(directory: string, { name, scenario }: Pick<Exploration, 'name' | 'scenario'>) {
    this.path = join(directory, '__faults__', `${slugOf(name)}.json`);
    this.#scenario = name;
    this.#allow = scenario.allow ?? {};
    this.#accepted = { ...read(this.path).accepted };
  }

  /** Why a cell may be red; undefined when it may not. */
  reasonOf({ title, cell }: Pick<CellResult, 'title' | 'cell'>): string | undefined {
    const listed = this.#accepted[title]?.reason;
    if (listed !== undefined) return listed;
    const [kind = '', display = ''] = title.split(' @ ');
    const shown = display.replace(warmSuffix, '');
    const call = Object.keys(this.#allow).find(
      (name) => name === shown || name === cell.point.name || shown.endsWith(` › ${name}`),
    );
    return call === undefined ? undefined : this.#allow[call]?.[kind];
  }

  /** Titles in the file that are no cells of the scenario any more. */
  strangers(titles: readonly string[]): string[] {
    return Object.keys(this.#accepted).filter((title) => !titles.includes(title));
  }

  /** Pins a cell. Throws `SquallError` without a reason: it is what the next reader needs. */
  accept(title: string, verdict: string, reason: string): void {
    if (reason.trim() === '') {
      throw new SquallError(
        'InvalidOption',
        `“${title}” cannot be accepted without a reason.`,
        'Say why: --reason "the provider has no idempotency; ADR-7"',
      );
    }
    this.#accepted[title] = { verdict, reason };
    this.#write();
  }

  /** Takes out what is no longer needed. Answers how many there were. */
  prune(isNeeded: (title: string) => boolean): number {
    const kept = Object.entries(this.#accepted).filter(([title]) => isNeeded(title));
    const removed = Object.keys(this.#accepted).length - kept.length;
    this.#accepted = Object.fromEntries(kept);
    if (removed > 0) this.#write();
    return removed;
  }

  #write(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const sorted = Object.fromEntries(Object.entries(this.#accepted).sort(([a], [b]) => (a < b ? -1 : 1)));
    const file: AcceptedFindingsFile = { scenario: this.#scenario, accepted: sorted };
    writeFileSync(this.path, `${JSON.stringify(file, undefined, 2)}\n`);
  }
}

function read(path: string): AcceptedFindingsFile {
  if (!existsSync(path)) return { scenario: '', accepted: {} };
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as AcceptedFindingsFile;
  } catch (cause) {
    throw new SquallError('InvalidOption', `${path} is not JSON.`, 'Mend it, or delete it and accept the cells anew.', {
      cause,
    });
  }
}
