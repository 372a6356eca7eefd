import type { Tone } from './matrix.ts';

/** Whether a person looks, by the usual signs. */
export const hasColour = (): boolean =>
  process.env.NO_COLOR === undefined && (process.env.FORCE_COLOR !== undefined || process.stdout.isTTY === true);

const codes: Readonly<Record<Tone, string>> = {
  masked: '32',
  recovered: '92',
  failed: '33',
  broken: '1;97;41',
  accepted: '35',
  unreached: '2',
  none: '2',
};

/** Text in the colour of a verdict, or plain. */
export const paintTone = (text: string, tone: Tone, isColoured: boolean): string =>
  isColoured ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text;

export const dim = (text: string, isColoured: boolean): string => (isColoured ? `\u001b[2m${text}\u001b[0m` : text);
export const bold = (text: string, isColoured: boolean): string => (isColoured ? `\u001b[1m${text}\u001b[0m` : text);
