import type { InvalidConfigurationDetail } from '@aws-sdk/client-appconfig';
import type { InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidConfiguration } from '../errors.ts';
import { assertFlags } from '../flags/assert-flags.ts';
import { featureFlags } from '../profiles.ts';
import type { Fetched } from '../sources/fetch-content.ts';
import type { Profile } from '../state.ts';
import { compileSchema, schemaProblems } from './json-schema.ts';

/** Runs a profile's validators. Throws BadRequestException with what they say against the content. */
export async function validateContent(profile: Profile, fetched: Fetched, context: Context): Promise<void> {
  const content = Buffer.from(fetched.base64, 'base64').toString();
  if (profile.type === featureFlags) assertFlags(content);
  const problems: InvalidConfigurationDetail[] = [];
  for (const { Type, Content = '' } of profile.validators) {
    if (Type === 'JSON_SCHEMA') problems.push(...schemaProblems(compileSchema(Content), content));
    else problems.push(...(await askFunction(Content, profile, fetched, context)));
  }
  if (problems.length === 0) return;
  const reasons = problems.map(({ Reason }) => Reason).join('; ');
  throw invalidConfiguration(`Validation exceptions: ${reasons}`, problems);
}

/** https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-profile-validators.html */
async function askFunction(
  FunctionName: string,
  { applicationId, id, locationUri }: Profile,
  { base64, version }: Fetched,
  context: Context,
): Promise<readonly InvalidConfigurationDetail[]> {
  const event = {
    applicationId,
    configurationProfileId: id,
    configurationVersion: version,
    content: base64,
    uri: locationUri,
  };
  const input = { FunctionName, Payload: Buffer.from(JSON.stringify(event)) };
  const options = {
    caller: serviceCaller('appconfig.amazonaws.com', context.account),
    sourceArns: [
      `arn:aws:appconfig:${context.region}:${context.account}:application/${applicationId}/configurationprofile/${id}`,
    ],
  };
  try {
    const answer = await context.call<InvocationResponse>('lambda', 'Invoke', input, options);
    if (answer.FunctionError === undefined) return [];
    const thrown = parseJson(Buffer.from(answer.Payload ?? []).toString());
    const message = (thrown as { readonly errorMessage?: unknown } | undefined)?.errorMessage;
    return [problem(typeof message === 'string' ? message : answer.FunctionError)];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return [problem(error.message)];
  }
}

const problem = (Reason: string): InvalidConfigurationDetail => ({ Reason, Type: 'LAMBDA' });
