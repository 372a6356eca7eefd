import { nearestWord } from '../../../cloud/kernel/nearest-word.ts';

/** What somebody may have meant who wrote `wanted`: names are seldom mistaken in their first letter. */
export const nearestName = (wanted: string, known: readonly string[]): string | undefined =>
  nearestWord(
    wanted,
    known.filter((name) => name[0]?.toLowerCase() === wanted[0]?.toLowerCase()),
  );
