import type { Findings } from './findings.ts';

/** AWS: the greatest definition. */
const definitionBytesMax = 1_048_576;
/** JSON that is deeper is not read: AWS's parser stops there too. */
const jsonDepthMax = 1000;

/** The JSON of a definition; undefined where it is none, which is told. */
export function parseDefinition(definition: string, findings: Findings): unknown {
  if (definition.trim() === '' || definition.trim() === 'null') {
    findings.error('MISSING_DESCRIPTION', 'Received a null or empty workflow input.');
    return undefined;
  }
  if (Buffer.byteLength(definition) > definitionBytesMax) {
    findings.error('INVALID_JSON_DESCRIPTION', `Definition exceeds ${definitionBytesMax} bytes.`);
    return undefined;
  }
  try {
    const parsed: unknown = JSON.parse(definition);
    const { depth, duplicates } = scan(definition);
    if (depth > jsonDepthMax)
      throw new SyntaxError(`Document nesting depth (${depth}) exceeds the maximum allowed (${jsonDepthMax})`);
    for (const { name, at } of duplicates) {
      findings.error('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, at);
    }
    return parsed;
  } catch (error) {
    findings.error('INVALID_JSON_DESCRIPTION', (error as Error).message);
    return undefined;
  }
}

interface Level {
  /** Names so far, of an object; undefined for an array. */
  readonly names?: Set<string>;
  readonly path: string;
  /** What the next value belongs to. */
  name: string;
  index: number;
}

/** Names that stand twice in `States`, of which JSON.parse keeps the last alone, and how deep well-formed JSON is. */
function scan(json: string): { depth: number; duplicates: { name: string; at: string }[] } {
  const levels: Level[] = [];
  const duplicates: { name: string; at: string }[] = [];
  let depth = 0;
  let isName = false;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      const path = level ? placeOf(level) : '';
      levels.push({ ...(token === '{' && { names: new Set<string>() }), path, name: '', index: 0 });
      depth = Math.max(depth, levels.length);
      if (depth > jsonDepthMax) return { depth, duplicates: [] };
      isName = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      isName = level?.names !== undefined;
      if (level) level.index += 1;
    } else if (isName && level?.names) {
      level.name = JSON.parse(token) as string;
      isName = false;
      if (level.path.endsWith('/States') && level.names.has(level.name)) {
        duplicates.push({ name: level.name, at: placeOf(level) });
      }
      level.names.add(level.name);
    }
  }
  return { depth, duplicates };
}

const placeOf = ({ names, path, name, index }: Level): string => (names ? `${path}/${name}` : `${path}[${index}]`);
