import type { GetOpenIDConnectProviderResponse, Role } from '@aws-sdk/client-iam';
import type { AssumeRoleWithWebIdentityCommandInput, AssumeRoleWithWebIdentityResponse } from '@aws-sdk/client-sts';
import { AwsError, raise, UnsupportedError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { requestContext } from '../../../policy/request-context.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { describeCredentials, expiryOf } from '../credentials.ts';
import { durationBeyondRole, expiredToken, invalidToken, notTrusted } from '../errors.ts';
import { assumedRoleCaller, findRole, parseRoleArn } from '../sessions/roles.ts';
import { assertJson, packedSizeOf } from '../sessions/session-policies.ts';
import type { StsState } from '../state.ts';

const defaultSeconds = 3600;

/**
 * Temporary credentials of a role for a token of an OIDC provider that the account has. The role's trust policy decides;
 * the token's signature is not verified, as nothing is fetched from providers.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const assumeRoleWithWebIdentity: Operation<
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityResponse,
  StsState
> = async (state, input, context) => {
  const { RoleArn = '', RoleSessionName = '', WebIdentityToken = '' } = input;
  if (input.ProviderId !== undefined) throw new UnsupportedError('OAuth 2.0 access tokens (ProviderId)');
  if (input.Policy !== undefined) assertJson(input.Policy);
  const arn = parseRoleArn(RoleArn);
  const claims = claimsOf(WebIdentityToken, context.clock.now());
  const provider = await providerOf(claims, arn.account, context);
  const role = (await findRole(arn, RoleArn, context)) ?? raise(notTrusted());
  assertTrusted(role, provider, claims, arn.account, context);
  const seconds = input.DurationSeconds ?? defaultSeconds;
  if (seconds > (role.MaxSessionDuration ?? defaultSeconds)) throw durationBeyondRole();

  const caller = assumedRoleCaller(arn, role, RoleSessionName);
  const expiresMs = expiryOf(context.clock.now(), seconds);
  const credential = context.kernel.identity.issue(caller, expiresMs);
  state.sessions.set(credential.accessKeyId, {
    accessKeyId: credential.accessKeyId,
    roleArn: RoleArn,
    expiresMs,
    ...(input.Policy !== undefined && { policy: input.Policy }),
    policyArns: (input.PolicyArns ?? []).flatMap((policy) => policy.arn ?? []),
    tags: {},
    transitiveTagKeys: [],
  });
  const packedPolicySize = packedSizeOf(input);
  return {
    Credentials: describeCredentials(credential),
    SubjectFromWebIdentityToken: claims.subject,
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    ...(packedPolicySize > 0 && { PackedPolicySize: packedPolicySize }),
    Provider: provider.arn,
    Audience: claims.audience,
  };
};

interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

function claimsOf(token: string, nowMs: number): Claims {
  const [, payload = ''] = token.split('.');
  const { iss, sub, aud, exp } = (parseJsonObject(Buffer.from(payload, 'base64url').toString()) ?? {}) as Record<
    string,
    unknown
  >;
  const audience: unknown = Array.isArray(aud) ? aud[0] : aud;
  if (typeof iss !== 'string') {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
  if (typeof sub !== 'string' || typeof audience !== 'string' || typeof exp !== 'number') {
    throw invalidToken('Missing a required claim: sub, aud or exp');
  }
  const nowSeconds = Math.floor(nowMs / 1000);
  if (exp <= nowSeconds) throw expiredToken(nowSeconds, exp);
  return { issuer: iss, subject: sub, audience };
}

interface Provider {
  readonly arn: string;
  readonly url: string;
}

async function providerOf({ issuer, audience }: Claims, account: string, context: Context): Promise<Provider> {
  const url = issuer.replace(/^https:\/\//, '').replace(/\/$/, '');
  const arn = `arn:aws:iam::${account}:oidc-provider/${url}`;
  const caller = serviceCaller('sts.amazonaws.com', account);
  try {
    const input = { OpenIDConnectProviderArn: arn };
    const { ClientIDList = [] } = await context.call<GetOpenIDConnectProviderResponse>(
      'iam',
      'GetOpenIDConnectProvider',
      input,
      { account, caller },
    );
    if (!ClientIDList.includes(audience)) throw invalidToken('Incorrect token audience');
    return { arn, url };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchEntity') throw error;
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
}

function assertTrusted(role: Role, provider: Provider, claims: Claims, account: string, { clock }: Context): void {
  const trust = parsePolicy(decodeURIComponent(role.AssumeRolePolicyDocument ?? '{}'));
  const keys = { [`${provider.url}:sub`]: claims.subject, [`${provider.url}:aud`]: claims.audience };
  const { decision } = evaluate(
    {
      principal: { kind: 'federated', account: '', arn: '', provider: provider.arn },
      action: 'sts:AssumeRoleWithWebIdentity',
      resources: [role.Arn ?? ''],
      resourceAccount: account,
      context: requestContext(keys, clock.now()),
    },
    { identity: [], resource: trust },
  );
  if (decision !== 'allow') throw notTrusted();
}
