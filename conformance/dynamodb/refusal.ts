/** What a refused call said: `expect(await refusal(client.send(command))).toEqual({ name, message })`. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
}

/** Waits for a call to be refused; one that succeeds fails the test. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return { name: error.name, message: error.message };
    throw error;
  }
  throw new Error('the call succeeded, where it should have been refused');
}

/** The same as `Name: message`. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  const { name, message } = await refusal(call);
  return `${name}: ${message}`;
}

/** DynamoDB's usual refusal. */
export const validation = (message: string): Refusal => ({ name: 'ValidationException', message });

/** The words that most checks of content begin with. */
export const invalid = (message: string): Refusal =>
  validation(`One or more parameter values were invalid: ${message}`);
