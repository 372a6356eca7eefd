/** An error of the runtime itself, as AWS's Node runtime names them. */
export class RuntimeError extends Error {
  constructor(type: string, message: string, stack?: string) {
    super(message);
    this.name = `Runtime.${type}`;
    if (stack !== undefined) this.stack = stack;
  }
}

/** What a caller of Invoke gets in place of a reply. */
export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** Any thrown value as the payload that the caller gets. */
export function errorPayload(error: unknown): ErrorPayload {
  try {
    if (error instanceof Error) {
      return {
        errorType: error.name,
        errorMessage: error.message,
        trace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

export const intoError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** An error as one line of a text log: a tab, then JSON with what `JSON.stringify` would leave out of an Error. */
export function errorLine(error: Error): string {
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? visible(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(errorPayload(error))}`;
  }
}

function visible(error: Error): object {
  return {
    errorType: error.name,
    errorMessage: error.message,
    code: (error as NodeJS.ErrnoException).code,
    ...error,
    ...(typeof error.stack === 'string' && { stack: error.stack.split('\n') }),
  };
}
