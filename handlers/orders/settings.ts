/** A setting that the stack puts into the environment; a missing one is a broken deploy and ends the start. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment lacks ${name}`);
  return value;
}
