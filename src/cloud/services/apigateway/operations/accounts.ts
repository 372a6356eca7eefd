import type { Account, GetAccountRequest, UpdateAccountRequest } from '@aws-sdk/client-api-gateway';
import { parseArn } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest, invalidArn } from '../errors.ts';
import { accountTable } from '../patch/api-tables.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { RestApiState } from '../state.ts';

/** AWS: quotas of an account in a region. */
const fresh: Account = {
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
};

const accountOf = (state: RestApiState): Account => state.accounts.get('account') ?? fresh;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html */
export const getAccount: Operation<Given<GetAccountRequest>, Account, RestApiState> = (state) => accountOf(state);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAccount.html */
export const updateAccount: Operation<Given<UpdateAccountRequest>, Account, RestApiState> = async (
  state,
  { patchOperations },
  context,
) => {
  const account = accountOf(state);
  const patched = applyPatch(account, patchOperations, accountTable);
  if (!patched.features?.includes('UsagePlans')) throw badRequest('Usage Plans cannot be disabled once enabled');
  const role = patched.cloudwatchRoleArn;
  if (role !== undefined && role !== account.cloudwatchRoleArn) await assertRole(role, context);
  state.accounts.set('account', patched);
  return patched;
};

/** API Gateway writes logs as that role: it must be there and trust the service. @throws BadRequestException */
async function assertRole(arn: string, context: Context): Promise<void> {
  const { service, resource = '' } = parseArn(arn) ?? {};
  if (service !== 'iam' || !resource.startsWith('role/')) throw invalidArn();
  const RoleName = resource.slice(resource.lastIndexOf('/') + 1);
  const trust = await context
    .call<{ readonly Role?: { readonly AssumeRolePolicyDocument?: string } }>('iam', 'GetRole', { RoleName })
    .then(
      ({ Role }) => decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''),
      () => '',
    );
  if (!trust.includes('apigateway.amazonaws.com')) {
    throw badRequest(
      'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
    );
  }
}
