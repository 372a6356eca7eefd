import { parseDocument } from 'yaml';
import { DeadlineExceeded, withinDeadline } from '../../kernel/deadline.ts';
import { nestsDeeper, parseJson } from '../../kernel/json.ts';
import { sizeOf } from './size.ts';
import { isStructure, type Structure } from './structure.ts';

/**
 * Largest definition, for HTTP and for REST APIs;
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const textBytesMax = 6 * 1024 * 1024;
/** How deep values may nest; ours, so that no definition exhausts the stack. */
const nestingMax = 200;
/** How long reading YAML may take; ours. Some texts take the parser quadratic time. */
const yamlDeadlineMs = 5000;
/** How many nodes all aliases together may stand for; ours: a few lines of them make billions. */
const aliasesMax = 100;

/** How much text a definition may be once every alias is what it stands for; ours, so that it can be written out. */
const expandedCharsMax = 100 * 1024 * 1024;

/** In the words of whoever reads. */
export interface Refusals {
  readonly tooLarge: () => Error;
  /** `detail` is empty, or goes on behind the first words: `: it is nested too deeply`. */
  readonly invalid: (detail: string) => Error;
}

/**
 * Reads a definition, JSON or YAML, in bounded time.
 * @throws one of the refusals for what is neither, or too large, or nested too deeply
 */
export function readText(text: string, { tooLarge, invalid }: Refusals): Structure {
  if (Buffer.byteLength(text) > textBytesMax) throw tooLarge();
  const value = text.trimStart().startsWith('{')
    ? // YAML's flow style begins with a brace as well.
      (parseJson(text) ?? parseYaml(text, invalid))
    : parseYaml(text, invalid);
  if (!isStructure(value)) throw invalid('');
  if (nestsDeeper(value, nestingMax)) throw invalid(': it is nested too deeply');
  if (sizeOf(value) > expandedCharsMax) throw invalid(': its aliases stand for too much');
  return value;
}

function parseYaml(text: string, invalid: Refusals['invalid']): unknown {
  try {
    return withinDeadline(() => {
      const document = parseDocument(text, { logLevel: 'silent' });
      if (document.errors.length > 0) return undefined;
      return document.toJS({ maxAliasCount: aliasesMax }) as unknown;
    }, yamlDeadlineMs);
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw invalid(`: it was not read within ${yamlDeadlineMs} ms`);
    // Too many aliases, or too many levels for the parser.
    throw invalid('');
  }
}
