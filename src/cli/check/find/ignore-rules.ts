/** One line of a `.gitignore`. */
interface Rule {
  readonly pattern: RegExp;
  readonly isNegated: boolean;
  readonly isForDirectories: boolean;
}

/** Which paths of a directory its `.gitignore` names. https://git-scm.com/docs/gitignore */
export type IgnoreRules = readonly Rule[];

export const readIgnoreRules = (text: string): IgnoreRules => text.split(/\r?\n/).flatMap(readRule);

/** Whether the rules leave a path out, which is told from the directory that they lie in. Later rules win. */
export function isIgnored(rules: IgnoreRules, path: string, isDirectory: boolean): boolean {
  const last = rules.findLast(
    ({ pattern, isForDirectories }) => (isDirectory || !isForDirectories) && pattern.test(path),
  );
  return last !== undefined && !last.isNegated;
}

function readRule(line: string): Rule[] {
  const trimmed = line.replace(/(?<!\\)\s+$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const isNegated = trimmed.startsWith('!');
  const glob = (isNegated ? trimmed.slice(1) : trimmed).replace(/\/+$/, '');
  if (glob === '') return [];
  // A slash at its beginning or in its midst ties a pattern to the directory of the file.
  const isAnchored = glob.includes('/');
  const pattern = new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${asRegExp(glob.replace(/^\//, ''))}$`);
  return [{ pattern, isNegated, isForDirectories: trimmed.endsWith('/') }];
}

/** Stars are merged, so that no pattern takes long. */
function asRegExp(glob: string): string {
  return glob.replace(/\*\*\/|\/\*\*$|\*+|\?|\[[^\]/]+\]|\\.|[^*?[\\/]+|./g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[') && part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return (part.startsWith('\\') && part.length > 1 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
}
