/**
 * What one evaluation may use up. AWS tells of three limits (memory, a second of time, depth), and ends an expression that
 * exceeds them. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-errors
 * Time is counted in steps here: the same expression over the same input always ends in the same way.
 */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded';
}

/** How deep expressions may be nested while they are evaluated: AWS accepts 1+1+…+1 with 100 terms. */
export const depthMax = 100;
/** Of one value, by {@link sizeOf}'s count: AWS accepts [1..873782] and no more. */
export const valueBytesMax = 873_782 * 8;
/** AWS accepts $range(1, 360145, 1) and no more. */
export const rangeElementsMax = 360_145;
/** Evaluated nodes, and what functions take longer for: about a second of work. */
export const stepsMax = 500_000;
/** Elements that one path or array may pick up while it is evaluated, whatever is left of them in the end. */
export const pickedMax = 8_000_000;

export const tooMuchMemory = (): LimitExceeded =>
  new LimitExceeded('Expression evaluation memory limit exceeded: Check for excessive memory usage');
export const tooLong = (): LimitExceeded => new LimitExceeded('Expression evaluation timeout: Check for infinite loop');
export const tooDeep = (depth = depthMax + 1): LimitExceeded =>
  new LimitExceeded(
    'Stack overflow error: Check for non-terminating recursive function. ' +
      `Consider rewriting as tail-recursive. Depth=${depth} max=${depthMax}`,
  );
