import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { assertStackPolicy } from '../engine/policy/stack-policy.ts';
import { locate, readObject } from '../engine/template/fetch-template.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html */
const storedPolicyBytesMax = 16 * 1024;

/** The two members of a request, one of which may hold a policy. `name`: `StackPolicy`, `StackPolicyDuringUpdate`. */
interface PolicySource {
  readonly name: 'StackPolicy' | 'StackPolicyDuringUpdate';
  readonly body: string | undefined;
  readonly url: string | undefined;
}

/** The stack policy of a request, from its body or from S3, checked; undefined when it gives none. */
export async function givenPolicy(
  { name, body, url }: PolicySource,
  context: Context<CloudFormationRuntime>,
): Promise<string | undefined> {
  if (body !== undefined && url !== undefined) {
    throw validationError(`You cannot specify both ${name}URL and ${name}Body`);
  }
  const text = url === undefined ? body : await storedPolicy(url, context);
  if (text !== undefined) assertStackPolicy(text);
  return text;
}

async function storedPolicy(url: string, context: Context<CloudFormationRuntime>): Promise<string> {
  const location = locate(url, 'StackPolicyURL');
  try {
    const text = await readObject(location, (service, operation, input) => context.call(service, operation, input));
    if (Buffer.byteLength(text) <= storedPolicyBytesMax) return text;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`S3 error: ${error.message}`);
  }
  throw validationError(`Stack policy may not exceed ${storedPolicyBytesMax} bytes in size.`);
}

interface UpdatePolicies {
  readonly StackPolicyBody?: string | undefined;
  readonly StackPolicyURL?: string | undefined;
  readonly StackPolicyDuringUpdateBody?: string | undefined;
  readonly StackPolicyDuringUpdateURL?: string | undefined;
}

/** The policies of an update: the one to come, and the one that takes its place while the update is under way. */
export async function givenPolicies(input: UpdatePolicies, context: Context<CloudFormationRuntime>) {
  const policy = await givenPolicy(
    { name: 'StackPolicy', body: input.StackPolicyBody, url: input.StackPolicyURL },
    context,
  );
  const policyDuringUpdate = await givenPolicy(
    {
      name: 'StackPolicyDuringUpdate',
      body: input.StackPolicyDuringUpdateBody,
      url: input.StackPolicyDuringUpdateURL,
    },
    context,
  );
  return { ...(policy !== undefined && { policy }), ...(policyDuringUpdate !== undefined && { policyDuringUpdate }) };
}
