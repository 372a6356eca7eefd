import { styleText } from 'node:util';

/** Colour where a person looks; `NO_COLOR`, `FORCE_COLOR` and pipes are respected by Node itself. */
const paintFor = (stream: NodeJS.WriteStream) => {
  const style = (format: Parameters<typeof styleText>[0]) => (message: string) =>
    styleText(format, message, { stream });
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
  };
};

/** For standard output. */
export const paint = paintFor(process.stdout);

/** For standard error, which may lead elsewhere. */
export const paintError = paintFor(process.stderr);
