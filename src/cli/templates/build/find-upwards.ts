import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest `name` in the directory or one above it; undefined where there is none. */
export function findUpwards(directory: string, name: string): string | undefined {
  for (let current = directory; ; current = dirname(current)) {
    const path = join(current, name);
    if (existsSync(path)) return path;
    if (dirname(current) === current) return undefined;
  }
}
