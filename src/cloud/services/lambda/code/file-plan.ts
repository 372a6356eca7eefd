import { posix } from 'node:path';
import { unreadable } from './archive-error.ts';
import { pathOf, refuse } from './entry-name.ts';
import { inflateEntry } from './inflate-entry.ts';
import { readDirectory, type ZipEntry } from './zip-directory.ts';

/** A file, and the archive that has it. */
export interface PlannedFile {
  readonly zip: Uint8Array;
  readonly entry: ZipEntry;
}

/** What stands where when archives are unpacked over each other. Paths are relative; parents come before children. */
export interface FilePlan {
  readonly directories: readonly string[];
  readonly files: ReadonlyMap<string, PlannedFile>;
  /** Targets by path; none leads out of the root, through whatever other links. */
  readonly links: ReadonlyMap<string, string>;
}

/** Ours: files and directories together, as one name may stand for hundreds of directories. */
const nodesMax = 200_000;
/** Ours; Linux takes 4,095. */
const targetBytesMax = 1024;
/** Linux gives up after 40 links, other systems earlier: what is not reached by then is reached by nobody. */
const followedMax = 40;

type Node = { readonly archive: number } & (
  | { readonly kind: 'directory' }
  | ({ readonly kind: 'other' } & PlannedFile)
);

/**
 * Decides what unpacking leaves, from names alone, so that nothing needs to be looked at while files are written: a file
 * is never written through a link. Of entries of the same name the last counts, as for `unzip -o`. A name that is a file
 * or link and a directory as well is refused within one archive (unzip fails); a later archive replaces what an earlier
 * one has, as later layers do. Throws ArchiveError.
 */
export function planFiles(zips: readonly Uint8Array[]): FilePlan {
  const nodes = new Map<string, Node>();
  zips.forEach((zip, archive) => {
    for (const entry of readDirectory(zip)) place(nodes, archive, { zip, entry });
  });
  const directories: string[] = [];
  const files = new Map<string, PlannedFile>();
  const links = new Map<string, string>();
  for (const [path, node] of nodes) {
    if (node.kind === 'directory') directories.push(path);
    else if (node.entry.kind === 'link') links.set(path, targetOf(node));
    else files.set(path, node);
  }
  for (const path of links.keys()) assertStays(path, links);
  return { directories, files, links };
}

function place(nodes: Map<string, Node>, archive: number, { zip, entry }: PlannedFile): void {
  const path = pathOf(entry.name);
  const isDirectory = entry.kind === 'directory';
  if (path === '.') {
    if (isDirectory) return;
    refuse(entry.name, 'a file of no name');
  }
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    makeDirectory(nodes, path.slice(0, slash), archive);
  }
  if (isDirectory) makeDirectory(nodes, path, archive);
  else {
    const there = nodes.get(path);
    if (there?.kind === 'directory') {
      if (there.archive === archive) clash(path);
      for (const below of nodes.keys()) if (below.startsWith(`${path}/`)) nodes.delete(below);
    }
    nodes.set(path, { kind: 'other', archive, zip, entry });
  }
  if (nodes.size > nodesMax) throw unreadable(`more than ${nodesMax} files and directories`);
}

function makeDirectory(nodes: Map<string, Node>, path: string, archive: number): void {
  const there = nodes.get(path);
  if (there?.archive === archive && there.kind === 'other') clash(path);
  if (there?.archive !== archive) nodes.set(path, { kind: 'directory', archive });
}

const clash = (path: string): never => refuse(path, 'it is a file and a directory');

function targetOf({ zip, entry }: PlannedFile): string {
  if (entry.bytes > targetBytesMax) refuse(entry.name, 'its target is too long');
  const target = Buffer.from(inflateEntry(zip, entry)).toString('utf8');
  if (target === '' || /[\\\0]|^[a-zA-Z]:|^\//.test(target)) {
    refuse(entry.name, `a link to ${JSON.stringify(target)}, outside of the archive`);
  }
  return target;
}

/** Follows a link as the system would, other links on its way included. What is not there counts as a directory. */
function assertStays(path: string, links: ReadonlyMap<string, string>): void {
  const where = posix.dirname(path).split('/');
  if (where[0] === '.') where.pop();
  const ahead = partsOf(links.get(path) ?? '');
  for (let followed = 1; followed <= followedMax; ) {
    const part = ahead.pop();
    if (part === undefined) return;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (where.pop() === undefined)
        refuse(path, `a link to ${JSON.stringify(links.get(path))}, outside of the archive`);
      continue;
    }
    where.push(part);
    const target = links.get(where.join('/'));
    if (target === undefined) continue;
    followed += 1;
    where.pop();
    ahead.push(...partsOf(target));
  }
}

const partsOf = (target: string): string[] => target.split('/').reverse();
