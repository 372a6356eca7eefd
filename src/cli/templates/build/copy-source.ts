import { cpSync, existsSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';

/** What tools keep beside the sources, which `sam build` leaves out as well. */
const leftOut: ReadonlySet<string> = new Set(['.aws-sam', '.git', '.venv', '__pycache__', 'cdk.out', 'node_modules']);

/** Copies a function's sources, links resolved; dependencies are put in by whoever builds. */
export function copySource(source: string, target: string, isWanted: (path: string) => boolean = () => true): void {
  cpSync(source, target, {
    recursive: true,
    dereference: true,
    filter: (path) => {
      if (path === source) return true;
      const isLeftOut = relative(source, path)
        .split(sep)
        .some((part) => leftOut.has(part));
      // A link that leads nowhere has nothing to copy.
      return !isLeftOut && existsSync(path) && !basename(path).endsWith('.pyc') && isWanted(path);
    },
  });
}
