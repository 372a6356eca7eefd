import type { Cloud } from '../../cloud/cloud.ts';
import type { FunctionFailure } from '../../cloud/kernel/function-failures.ts';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { paintError } from '../paint.ts';
import { type DescribedFailure, describeFailure } from './describe-failure.ts';
import { causeOf } from './failure-cause.ts';
import { failureHeadline, failureText, sourceMapHint } from './failure-text.ts';
import { functionNames } from './function-names.ts';

interface TellingOptions {
  /** Absolute: where the sources of the functions lie. */
  readonly project: string;
  /** A line of JSON for each failure. */
  readonly isJson: boolean;
  readonly write: (text: string) => void;
}

/** The same failure again within this time is counted; more than so many others in it get a line each. */
const windowMs = 5000;
const toldInFullMax = 10;

/** Tells of every function that fails in the cloud from now on; the answer ends that. */
export function tellFailures(cloud: Cloud, client: CloudClient, options: TellingOptions): () => void {
  const nameOf = functionNames(client);
  const teller = createTeller(options);
  const unsubscribe = cloud.kernel.functionFailures.subscribe((failure) => void tellOne(failure));
  const tellOne = async (failure: FunctionFailure): Promise<void> => {
    const [name, cause] = await Promise.all([nameOf(failure.functionName), causeOf(cloud.journal, failure.hopId)]);
    teller.tell(describeFailure(failure, { name, cause, project: options.project }));
  };
  return () => {
    unsubscribe();
    teller.close();
  };
}

/** What was told lately, so that a deluge of failures stays readable. */
export function createTeller({ isJson, write }: Pick<TellingOptions, 'isJson' | 'write'>) {
  const repeated = new Map<string, { failure: DescribedFailure; again: number }>();
  let timer: NodeJS.Timeout | undefined;
  let hasHinted = false;
  const settle = (): void => {
    for (const [key, { failure, again }] of repeated) {
      if (again === 0) repeated.delete(key);
      else {
        write(`${failureHeadline(failure)} ${paintError.yellow(`×${again}`)}, as before: ${failure.errorType}\n`);
        repeated.set(key, { failure, again: 0 });
      }
    }
    if (repeated.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    tell(failure: DescribedFailure): void {
      if (isJson) {
        write(`${JSON.stringify({ failure })}\n`);
        return;
      }
      const key = keyOf(failure);
      const known = repeated.get(key);
      repeated.set(key, { failure, again: known ? known.again + 1 : 0 });
      timer ??= setInterval(settle, windowMs).unref();
      if (known) return;
      const isInFull = repeated.size <= toldInFullMax;
      write(isInFull ? `${failureText(failure)}\n` : `${failureHeadline(failure)}: ${failure.errorType}\n`);
      if (failure.lacksMap && !hasHinted) write(`${sourceMapHint}\n`);
      hasHinted ||= failure.lacksMap;
    },
    close(): void {
      if (timer) settle();
      clearInterval(timer);
    },
  };
}

/** Messages may have ids in them: where it failed tells better whether it is the same. */
function keyOf({ functionName, errorType, errorMessage, frames: [first] }: DescribedFailure): string {
  return [functionName, errorType, first ? `${first.file}:${first.line}` : errorMessage].join('\n');
}
