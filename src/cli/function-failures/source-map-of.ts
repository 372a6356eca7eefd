import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';

/** Where a place in a bundle comes from; lines and columns count from 1. */
export interface OriginalPlace {
  /** As the map names it. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** The text of the source when it was bundled, where the map has it. */
  readonly text: string | undefined;
}

/** Finds the original place; undefined where the map knows none. */
export type PlaceFinder = (line: number, column: number) => OriginalPlace | undefined;

/** The source map of a file that functions ran, inline or beside it; undefined where it has none that can be read. */
export function sourceMapOf(path: string): PlaceFinder | undefined {
  const payload = readPayload(path);
  if (payload === undefined) return undefined;
  const map = new SourceMap(payload);
  const texts = payload as { readonly sourcesContent?: readonly (string | null)[] };
  return (line, column) => {
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    const index = payload.sources.indexOf(entry.originalSource);
    return {
      source: `${payload.sourceRoot ?? ''}${entry.originalSource}`,
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
      text: texts.sourcesContent?.[index] ?? undefined,
    };
  };
}

function readPayload(path: string): SourceMapPayload | undefined {
  try {
    const code = readFileSync(path, 'utf8');
    const name = [...code.matchAll(/^\/[/*][#@] sourceMappingURL=(\S+)/gm)].at(-1)?.[1];
    if (name === undefined) return undefined;
    const [, base64] = /^data:application\/json[^,]*;base64,(.*)$/.exec(name) ?? [];
    const text =
      base64 === undefined ? readFileSync(resolve(dirname(path), name), 'utf8') : Buffer.from(base64, 'base64');
    return JSON.parse(text.toString()) as SourceMapPayload;
  } catch {
    return undefined;
  }
}
