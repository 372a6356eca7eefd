import { styleText } from 'node:util';

const style = (format: Parameters<typeof styleText>[0]) => (message: string) =>
  styleText(format, message, { stream: process.stdout });

/** Colour where a person looks; `NO_COLOR`, `FORCE_COLOR` and pipes are respected by Node itself. */
export const paint = {
  bold: style('bold'),
  dim: style('dim'),
  red: style('red'),
  green: style('green'),
  yellow: style('yellow'),
  cyan: style('cyan'),
};
