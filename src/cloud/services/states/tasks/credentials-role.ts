import { isJsonObject } from '../../../kernel/json.ts';
import type { TaskState } from '../definition/states.ts';
import type { Environment } from '../expressions/environment.ts';
import { fillTemplate } from '../expressions/io.ts';
import { StatesError } from '../states-error.ts';

/**
 * The role that a task names in its Credentials; undefined where it is the machine's own.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
 */
export async function credentialsRole(
  { Credentials }: TaskState,
  environment: Environment,
): Promise<string | undefined> {
  if (Credentials === undefined) return undefined;
  const filled = await fillTemplate(Credentials, environment, 'Credentials', environment.input);
  const roleArn = isJsonObject(filled) ? filled.RoleArn : undefined;
  if (typeof roleArn === 'string') return roleArn;
  throw new StatesError('States.Runtime', 'The field RoleArn of Credentials is no text.');
}
