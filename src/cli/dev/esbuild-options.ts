/** Options of esbuild's JavaScript API, as far as its command line can say them. */
export type EsbuildOptions = Readonly<Record<string, unknown>>;

/** `--minify`, `--keep-names=false` */
const switches: ReadonlySet<string> = new Set([
  'allow-overwrite',
  'bundle',
  'ignore-annotations',
  'jsx-dev',
  'jsx-side-effects',
  'keep-names',
  'minify',
  'minify-identifiers',
  'minify-syntax',
  'minify-whitespace',
  'preserve-symlinks',
  'sources-content',
  'splitting',
  'tree-shaking',
]);
/** `--platform=node` */
const words: ReadonlySet<string> = new Set([
  'charset',
  'format',
  'global-name',
  'jsx',
  'jsx-factory',
  'jsx-fragment',
  'jsx-import-source',
  'legal-comments',
  'outbase',
  'outdir',
  'outfile',
  'packages',
  'platform',
  'source-root',
  'tsconfig',
]);
/** `--main-fields=module,main` */
const commaLists: ReadonlySet<string> = new Set(['conditions', 'main-fields', 'resolve-extensions', 'target']);
/** `--external:x --external:y` */
const repeated: ReadonlySet<string> = new Set(['drop', 'drop-labels', 'external', 'inject', 'pure']);
/** `--define:key=value` */
const pairs: ReadonlySet<string> = new Set([
  'alias',
  'banner',
  'define',
  'footer',
  'loader',
  'log-override',
  'out-extension',
  'supported',
]);
/** What only says how much is printed. */
const ofTheTerminal: ReadonlySet<string> = new Set(['color', 'log-level', 'log-limit']);

/**
 * What esbuild's command line says, as options of its API; undefined where an argument is not known here.
 * https://esbuild.github.io/api/
 */
export function esbuildOptions(argv: readonly string[]): EsbuildOptions | undefined {
  const options: Record<string, unknown> = { entryPoints: argv.filter((argument) => !argument.startsWith('-')) };
  for (const argument of argv) {
    if (argument.startsWith('-') && !readArgument(argument, options)) return undefined;
  }
  return options;
}

/** Sets an argument's option; false where it is not known. */
function readArgument(argument: string, options: Record<string, unknown>): boolean {
  const [, name = '', separator, value = ''] = /^--([a-z-]+)(?:([=:])(.*))?$/s.exec(argument) ?? [];
  const option = camelCase(name);
  if (separator === ':') return readRepeated(name, value, options);
  if (ofTheTerminal.has(name)) return true;
  if (name === 'sourcemap') options.sourcemap = separator === undefined ? true : truthOr(value);
  else if (name === 'metafile') options.metafile = true;
  else if (switches.has(name) && ['', 'true', 'false'].includes(value)) options[option] = value !== 'false';
  else if (separator === undefined) return false;
  else if (words.has(name)) options[option] = value;
  else if (commaLists.has(name)) options[option] = value === '' ? [] : value.split(',');
  else return false;
  return true;
}

function readRepeated(name: string, value: string, options: Record<string, unknown>): boolean {
  const option = camelCase(name);
  if (repeated.has(name)) {
    options[option] = [...((options[option] as string[] | undefined) ?? []), value];
    return true;
  }
  const at = value.indexOf('=');
  if (!pairs.has(name) || at < 0) return false;
  const given = value.slice(at + 1);
  const typed = name === 'supported' ? given === 'true' : given;
  options[option] = { ...(options[option] as object | undefined), [value.slice(0, at)]: typed };
  return true;
}

const truthOr = (value: string): string | boolean => (value === 'true' || value === 'false' ? value === 'true' : value);

const camelCase = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
