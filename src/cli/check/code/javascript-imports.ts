/** A name in a file that stands for something of a package. */
export interface Imported {
  readonly package: string;
  /** Its name there; `*` for all of the package. */
  readonly name: string;
  readonly index: number;
}

const source = String.raw`['"](@aws-sdk\/[\w-]+|aws-sdk(?:\/clients\/\w+)?)['"]`;
const words = String.raw`[\w\s,{}*$:/.]+?`;

/** `import … from '…'`, `const … = require('…')`, `const … = await import('…')`, whatever wraps the latter two. */
const statements = [
  new RegExp(String.raw`\bimport\s+(?!type\b)(${words})\s+from\s*${source}`, 'g'),
  new RegExp(
    String.raw`\b(?:const|let|var)\s+(${words})\s*=\s*(?:await\s+)?(?:[\w.]+\(\s*)?(?:require|import)\(\s*${source}\s*\)`,
    'g',
  ),
  new RegExp(String.raw`\bimport\s+([\w$]+)\s*=\s*require\(\s*${source}\s*\)`, 'g'),
];

/** What a file imports of AWS's SDKs, by its names there. */
export function javascriptImports(code: string): ReadonlyMap<string, Imported> {
  const imports = new Map<string, Imported>();
  for (const statement of statements) {
    for (const { 1: clause = '', 2: from = '', index } of code.matchAll(statement)) {
      for (const [local, name] of namesIn(clause)) imports.set(local, { package: from, name, index });
    }
  }
  return imports;
}

/** `AWS, { S3Client, PutObjectCommand as Put }`, `{ S3: Storage }`, `* as s3` */
function namesIn(clause: string): [local: string, name: string][] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  const whole =
    clause
      .replace(/\{[^}]*\}/, '')
      .match(/[\w$]+/g)
      ?.filter((word) => word !== 'as') ?? [];
  const named = braces.split(',').flatMap((part): [string, string][] => {
    const [name, local = name] = part
      .replace(/^\s*type\s+.*/, '')
      .split(/\s+as\s+|:/)
      .map((word) => word.trim());
    return name && local ? [[local, name]] : [];
  });
  return [...whole.map((local): [string, string] => [local, '*']), ...named];
}
