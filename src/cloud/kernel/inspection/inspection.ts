import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Hold } from './hold.ts';
import { type InspectedFunction, type InspectWish, isMeant } from './inspect-wish.ts';
import { InspectorDoor } from './inspector-door.ts';

/** How many ports are tried for a function of `--inspect` without a name. */
const portsTried = 100;

export interface InspectionOptions {
  readonly wishes: readonly InspectWish[];
  /** Where debuggers are let in. */
  readonly host: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where a function can be debugged. */
export interface InspectedAddress {
  readonly function: string;
  readonly host: string;
  readonly port: number;
}

/** The door of one wish, and the function that came to it. */
interface Entry {
  readonly wanted: string | undefined;
  readonly hold: Hold;
  door: InspectorDoor | undefined;
  name: string | undefined;
}

/** Starts an environment of the function that waits for its first event, with its inspector open. */
export type Prepare = (name: string) => Promise<void>;

/** Which functions can be debugged, at which ports, and whether somebody does. Functions are known by their names alone. */
export class Inspection {
  readonly #options: InspectionOptions;
  readonly #entries: Entry[];
  readonly #byName = new Map<string, Entry>();
  /** Every function that was seen, as it may be called: for the message about an unknown one. */
  readonly #seen = new Map<string, InspectedFunction>();
  readonly #told = new Set<string>();
  readonly #all: InspectWish | undefined;
  #prepare: Prepare = async () => {};
  #nextPort: number;
  /** Doors of `--inspect` without a name are opened one after the other. */
  #opening: Promise<void> = Promise.resolve();

  constructor(options: InspectionOptions) {
    this.#options = options;
    this.#all = options.wishes.find((wish) => wish.function === undefined);
    this.#nextPort = this.#all?.port ?? 0;
    this.#entries = options.wishes
      .filter((wish) => wish.function !== undefined)
      .map((wish) => this.#entryOf(wish.function, wish.port));
  }

  /** How the doors get an environment when a debugger comes before the first event. */
  prepareBy(prepare: Prepare): void {
    this.#prepare = prepare;
  }

  /** Throws `SquallError` when a port is taken. */
  async open(): Promise<void> {
    await Promise.all(this.#entries.map(({ door }) => door?.listen()));
  }

  close(): void {
    for (const { door } of this.#entries) door?.close();
  }

  /** A function is there: it gets its door, if it was meant. */
  adopt(candidate: InspectedFunction): void {
    if (this.#byName.has(candidate.name)) return;
    this.#seen.set(candidate.name, candidate);
    const meant = this.#entries.find(({ wanted }) => wanted !== undefined && isMeant(wanted, candidate));
    if (!meant && !this.#all) return;
    if (!candidate.runtime.startsWith('nodejs')) {
      if (meant) this.#tell(notNode(meant.wanted ?? '', candidate.runtime));
      return;
    }
    const entry = meant ?? this.#entryOf(undefined, undefined);
    if (!meant) this.#entries.push(entry);
    // A stack that was deleted and made again has functions of other names.
    if (entry.name !== undefined) this.#byName.delete(entry.name);
    entry.name = candidate.name;
    this.#byName.set(candidate.name, entry);
    if (!entry.door) this.#opening = this.#opening.then(() => this.#openNext(entry));
  }

  /** Whether the function can be debugged. */
  inspects(name: string): boolean {
    return this.#byName.has(name);
  }

  /** What stops the limits of a function; undefined for one that cannot be debugged. */
  holdOf(name: string): Hold | undefined {
    return this.#byName.get(name)?.hold;
  }

  doorOf(name: string): InspectorDoor | undefined {
    return this.#byName.get(name)?.door;
  }

  /** Where which function can be debugged, by now. */
  async addresses(): Promise<InspectedAddress[]> {
    await this.#opening;
    const { host } = this.#options;
    return this.#entries.flatMap(({ name, door }) =>
      name === undefined || !door ? [] : [{ function: name, host, port: door.port }],
    );
  }

  /** What was asked for and is not there, in sentences. */
  problems(): string[] {
    return this.#entries.flatMap(({ wanted, name }) => {
      if (wanted === undefined || name !== undefined) return [];
      const other = [...this.#seen.values()].find((candidate) => isMeant(wanted, candidate));
      return [other ? notNode(wanted, other.runtime) : this.#unknown(wanted)];
    });
  }

  #unknown(wanted: string): string {
    const known = [...this.#seen.values()].map(({ name, tags }) => tags['aws:cloudformation:logical-id'] ?? name);
    const list = known.length === 0 ? 'None is deployed yet.' : `There are: ${known.sort().join(', ')}.`;
    return `--inspect ${wanted}: there is no such function. ${list}`;
  }

  #entryOf(wanted: string | undefined, port: number | undefined): Entry {
    const entry: Entry = { wanted, hold: new Hold(this.#options.clock), door: undefined, name: undefined };
    if (port !== undefined) entry.door = this.#doorOf(entry, port);
    return entry;
  }

  #doorOf(entry: Entry, port: number): InspectorDoor {
    return new InspectorDoor({
      host: this.#options.host,
      port,
      title: () => entry.name ?? entry.wanted ?? '',
      hold: entry.hold,
      onAsk: async () => {
        if (entry.name !== undefined) return this.#prepare(entry.name);
        for (const problem of this.problems()) this.#tell(problem);
      },
    });
  }

  async #openNext(entry: Entry): Promise<void> {
    for (let tries = 0; tries < portsTried; tries += 1) {
      const door = this.#doorOf(entry, this.#nextPort);
      if (this.#nextPort !== 0) this.#nextPort += 1;
      try {
        await door.listen();
      } catch {
        // Somebody else's: the next one will do.
        continue;
      }
      entry.door = door;
      this.#options.log.info(`${entry.name} can be debugged at ${this.#options.host}:${door.port}`);
      return;
    }
  }

  #tell(problem: string): void {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.#options.log.warn(problem);
  }
}

const notNode = (wanted: string, runtime: string): string =>
  `--inspect ${wanted}: it is a function of ${runtime || 'no runtime'}, and only functions of Node can be inspected.`;
