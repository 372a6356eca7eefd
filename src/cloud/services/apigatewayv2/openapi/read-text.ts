import { parseDocument } from 'yaml';
import { DeadlineExceeded, withinDeadline } from '../../../kernel/deadline.ts';
import { badRequest } from '../errors.ts';

/** Largest definition, https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const textBytesMax = 6 * 1024 * 1024;
/** How deep values may nest; ours, so that no definition exhausts the stack. */
const nestingMax = 200;
/** How long reading YAML may take; ours. Some texts take the parser quadratic time. */
const yamlDeadlineMs = 5000;
/** How many nodes all aliases together may stand for; ours: a few lines of them make billions. */
const aliasesMax = 100;

const invalidInput = (detail: string) => badRequest(`Invalid OpenAPI input${detail}.`);

/** Any structure of a definition, not looked into yet. */
export type Structure = Readonly<Record<string, unknown>>;

export const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a structure; one without members where it is none. */
export const structureOf = (value: unknown): Structure => (isStructure(value) ? value : {});

/** Undefined for what is no text. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Reads a definition, JSON or YAML, in bounded time.
 * @throws BadRequestException for what is neither, or too large, or nested too deeply
 */
export function readDefinitionText(text: string): Structure {
  if (Buffer.byteLength(text) > textBytesMax) throw badRequest('The API definition is larger than 6 MB.');
  const value = text.trimStart().startsWith('{') ? (parseJson(text) ?? parseYaml(text)) : parseYaml(text);
  if (!isStructure(value)) throw invalidInput('');
  assertNesting(value, 0, new Set());
  return value;
}

/** Undefined for what is no JSON: YAML's flow style begins with a brace as well. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseYaml(text: string): unknown {
  try {
    return withinDeadline(() => {
      const document = parseDocument(text, { logLevel: 'silent' });
      if (document.errors.length > 0) return undefined;
      return document.toJS({ maxAliasCount: aliasesMax }) as unknown;
    }, yamlDeadlineMs);
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw invalidInput(`: it was not read within ${yamlDeadlineMs} ms`);
    // Too many aliases, or too many levels for the parser.
    throw invalidInput('');
  }
}

/** Whoever walks a definition calls itself for each level. What aliases share is looked at once. */
function assertNesting(value: unknown, depth: number, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (depth > nestingMax) throw invalidInput(': it is nested too deeply');
  seen.add(value);
  for (const member of Object.values(value)) assertNesting(member, depth + 1, seen);
}
