import type { Snapshot } from '../run/recording.ts';
import type { GroupRows } from './report-data.ts';

/** Longer texts are cut, and say so. */
const textMax = 1200;
/** Of one group, at one step. */
const rowsMax = 40;

/** Texts of a page, each kept once: runs have most of their rows in common. */
export class Texts {
  readonly texts: string[] = [];
  readonly groups: string[] = [];
  readonly #places = new Map<string, number>();
  #counted = 0;
  readonly #groupPlaces = new Map<string, number>();

  /** How much there is of them all. */
  characters = 0;

  placeOf(text: string): number {
    const told = cut(text, textMax);
    const place = placeIn(this.texts, this.#places, told);
    if (this.#places.size > this.#counted) this.characters += told.length;
    this.#counted = this.#places.size;
    return place;
  }

  /** The groups whose rows are not those of before; all where there was nothing before. */
  changes(before: Snapshot, after: Snapshot): GroupRows[] {
    const groups = [...new Set([...before.keys(), ...after.keys()])];
    return groups.flatMap((group): GroupRows[] => {
      const rows = after.get(group) ?? [];
      const old = before.get(group);
      if (old && old.length === rows.length && old.every((row, index) => row === rows[index])) return [];
      const kept = rows.slice(0, rowsMax).map((row) => this.placeOf(row));
      return [[placeIn(this.groups, this.#groupPlaces, group), kept, rows.length - kept.length]];
    });
  }
}

function placeIn(list: string[], places: Map<string, number>, text: string): number {
  const known = places.get(text);
  if (known !== undefined) return known;
  places.set(text, list.length);
  return list.push(text) - 1;
}

/** A text of no more than a length, with how much is missing. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max)}… (${text.length - max} more characters)`;
