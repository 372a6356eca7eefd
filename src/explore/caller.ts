import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the file that called into this package. */
export function callerDirectory(): string {
  const file = callerFile();
  return file === undefined ? process.cwd() : dirname(file);
}

/** The file that called into this package, where the stack tells. */
export function callerFile(): string | undefined {
  const frames = (new Error('where').stack ?? '').split('\n').slice(1);
  const own = dirname(dirname(fileURLToPath(import.meta.url)));
  for (const frame of frames) {
    const place = /(?:\(|at )((?:file:\/\/)?\/[^():]+|[A-Za-z]:[^():]+):\d+:\d+\)?$/.exec(frame.trim())?.[1];
    if (place === undefined) continue;
    const path = place.startsWith('file:') ? fileURLToPath(place) : place;
    if (!path.startsWith(own) && !path.includes('/node_modules/vitest/') && !path.includes('node:internal'))
      return path;
  }
  return undefined;
}
