let turns = 0;

/** How often code in isolates was entered, in this process: for telling when nothing goes on any more. */
export const isolateTurns = (): number => turns;

export function countTurn(): void {
  turns += 1;
}
