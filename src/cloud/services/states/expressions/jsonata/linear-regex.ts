import { createRequire } from 'node:module';
import type * as Re2 from 're2js';
import { BoundedMap } from '../../../../kernel/bounded-map.ts';
import { withinDeadline } from '../../../../kernel/deadline.ts';
import { lazy } from '../../../../kernel/lazy.ts';

/** Loaded by the first pattern: most clouds never have one. */
const engine = lazy(() => (createRequire(import.meta.url)('re2js') as typeof Re2).RE2JS);

/** What JSONata asks of a regular expression. */
interface Searcher {
  exec(text: string, from: number): (RegExpExecArray | FoundText) | null;
}

/** As a RegExp answers it: what was found and its groups, and where. */
type FoundText = (string | undefined)[] & { index: number };

const known = new BoundedMap<string, Searcher>(1000);

/**
 * The regular expressions of JSONata, in linear time: JavaScript's own may take longer than anybody lives. What a linear
 * engine cannot do (looking around, references to groups) is left to JavaScript, and stopped after a moment.
 */
export class LinearRegex {
  lastIndex = 0;
  readonly #searcher: Searcher;

  constructor(pattern: RegExp) {
    const name = `${pattern.flags}/${pattern.source}`;
    this.#searcher = known.get(name) ?? searcherOf(pattern);
    known.set(name, this.#searcher);
  }

  exec(text: string): (RegExpExecArray | FoundText) | null {
    const found = this.#searcher.exec(text, this.lastIndex);
    this.lastIndex = found ? found.index + (found[0] ?? '').length : 0;
    return found;
  }
}

function searcherOf(pattern: RegExp): Searcher {
  const linear = engine();
  try {
    return new LinearSearcher(linear.compile(linear.translateRegExp(pattern.source), flagsOf(pattern, linear)));
  } catch {
    return new StoppedSearcher(pattern);
  }
}

const flagsOf = ({ ignoreCase, multiline, dotAll }: RegExp, linear: typeof Re2.RE2JS): number =>
  (ignoreCase ? linear.CASE_INSENSITIVE : 0) | (multiline ? linear.MULTILINE : 0) | (dotAll ? linear.DOTALL : 0);

class LinearSearcher implements Searcher {
  readonly #pattern: Re2.RE2JS;
  /** Of the last text: searches go through one text from match to match. */
  #last: { readonly text: string; readonly matcher: Re2.Matcher } | undefined;

  constructor(pattern: Re2.RE2JS) {
    this.#pattern = pattern;
  }

  exec(text: string, from: number): FoundText | null {
    if (from > text.length) return null;
    if (this.#last?.text !== text) this.#last = { text, matcher: this.#pattern.matcher(text) };
    const { matcher } = this.#last;
    if (!matcher.find(from)) {
      this.#last = undefined;
      return null;
    }
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
    return Object.assign(groups, { index: matcher.start() });
  }
}

/** JavaScript's own engine, for a moment. */
class StoppedSearcher implements Searcher {
  readonly #pattern: RegExp;

  constructor(pattern: RegExp) {
    this.#pattern = new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
  }

  exec(text: string, from: number): RegExpExecArray | null {
    return withinDeadline(() => {
      this.#pattern.lastIndex = from;
      return this.#pattern.exec(text);
    });
  }
}
