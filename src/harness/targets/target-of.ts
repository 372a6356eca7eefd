import { SquallError } from '../../cloud/kernel/errors.ts';
import { type Capability, type Target, type TargetName, targetNames } from './target.ts';

const loaders: Readonly<Record<TargetName, () => Promise<Target>>> = {
  embedded: async () => (await import('./embedded.ts')).embedded,
  container: async () => (await import('./container.ts')).container,
  localstack: async () => (await import('./localstack.ts')).localstack,
  aws: async () => (await import('./aws/aws.ts')).aws,
};

/** The target that SQUALL_TARGET names; embedded when it names none. */
export async function targetOf(environment: NodeJS.ProcessEnv = process.env): Promise<Target> {
  const name = environment.SQUALL_TARGET || 'embedded';
  const load = Object.hasOwn(loaders, name) ? loaders[name as TargetName] : undefined;
  if (load) return load();
  throw new SquallError('InvalidOption', `SQUALL_TARGET=${name} is no target.`, `Targets: ${targetNames.join(', ')}.`);
}

/** What `target` lacks of what is needed, as a sentence; undefined when it has all. */
export function lackOf({ name, capabilities }: Target, needs: readonly Capability[]): string | undefined {
  const missing = needs.filter((need) => !capabilities.has(need));
  return missing.length === 0 ? undefined : `the target “${name}” has no ${missing.join(', no ')}`;
}

/**
 * What the target of these tests lacks of what is needed, as a sentence; undefined when it has all. A runner skips by it:
 * `describe('later', { skip: await lackOfTarget('virtual time') }, …)`.
 */
export const lackOfTarget = async (...needs: readonly Capability[]): Promise<string | undefined> =>
  lackOf(await targetOf(), needs);
