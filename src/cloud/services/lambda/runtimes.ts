import { invalidParameter } from './errors.ts';

/** Runtimes that AWS creates functions for: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const currentRuntimes: readonly string[] = [
  ...['nodejs20.x', 'nodejs22.x', 'nodejs24.x', 'nodejs26.x'],
  ...['python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14', 'python3.15'],
  ...['java8.al2', 'java8.al2023', 'java11', 'java11.al2023', 'java17', 'java17.al2023', 'java21', 'java25'],
  ...['dotnet8', 'dotnet10', 'ruby3.2', 'ruby3.3', 'ruby3.4', 'ruby4.0'],
  ...['provided.al2', 'provided.al2023'],
];

/** Runtimes that are retired, and that AWS creates and updates functions of until February and March 2027. */
const retiringRuntimes: readonly string[] = ['nodejs16.x', 'nodejs18.x', 'python3.8', 'dotnet6'];

/** Runtimes that there were and that AWS no longer takes. */
const retiredRuntimes: readonly string[] = [
  ...['nodejs', 'nodejs4.3', 'nodejs4.3-edge', 'nodejs6.10', 'nodejs8.10', 'nodejs10.x', 'nodejs12.x', 'nodejs14.x'],
  ...['python2.7', 'python3.6', 'python3.7'],
  ...['java8', 'dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1', 'dotnetcore3.1', 'dotnet5.0', 'dotnet7'],
  ...['ruby2.5', 'ruby2.7', 'go1.x', 'provided'],
];

/** Whether a runtime is retired, though functions of it can still be created. */
export const isRetiring = (runtime: string): boolean => retiringRuntimes.includes(runtime);

/**
 * Throws what AWS says of a runtime that cannot be used for a function; `isStrict` is for those who want no retired one.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy
 */
export function assertRuntime(runtime: string, isStrict: boolean): void {
  if (currentRuntimes.includes(runtime) || (isRetiring(runtime) && !isStrict)) return;
  if (retiredRuntimes.includes(runtime) || isRetiring(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  const known = [...currentRuntimes, ...retiringRuntimes].join(', ');
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${known}] or be a valid ARN`,
  );
}
