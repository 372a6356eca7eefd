import { AwsError } from '../../../kernel/errors.ts';
import type { HttpRequest } from '../../../kernel/http.ts';
import { type Caller, defaultAccount, rootCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { principalOf } from '../../../policy/principal.ts';
import { requestContext } from '../../../policy/request-context.ts';
import { parseQuery } from '../../../wire/request/query-parameters.ts';
import { scopeOf } from '../../../wire/signatures/signed-request.ts';
import { verifySignature } from '../../../wire/signatures/sigv4.ts';
import { functionPolicy } from '../access.ts';
import type { FoundUrl } from './find-url.ts';
import type { UrlRequest } from './url-event.ts';

/** Who a request is from; `refused` where it is not let through. */
export type UrlAccess = { readonly signer: UrlRequest['signer'] } | { readonly refused: 'forbidden' | AwsError };

/** Both are asked for since October 2025. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const actions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];

/**
 * Whether a request may invoke the function: of anybody by its policy alone; a signed one of the function's account
 * without being asked, as identity policies are not judged.
 */
export function urlAccess(found: FoundUrl, request: HttpRequest, kernel: Kernel): UrlAccess {
  if (found.config.authType === 'NONE') {
    const anybody = rootCaller(defaultAccount);
    return isAllowed(found, { ...anybody, kind: 'anonymous' }, kernel)
      ? { signer: undefined }
      : { refused: 'forbidden' };
  }
  const scope = scopeOf(request, parseQuery(request.query));
  if (scope?.service !== 'lambda') return { refused: 'forbidden' };
  const credential = kernel.identity.find(scope.accessKeyId);
  if (!credential && kernel.settings.verifySignatures) return { refused: 'forbidden' };
  try {
    if (credential) verifySignature(request, credential, kernel.clock.now(), kernel.clock.machineNow());
  } catch (error) {
    if (error instanceof AwsError) return { refused: error };
    throw error;
  }
  const caller = kernel.identity.callerOf(scope.accessKeyId);
  if (caller.account !== found.account && !isAllowed(found, caller, kernel)) return { refused: 'forbidden' };
  return { signer: { ...caller, accessKey: scope.accessKeyId } };
}

function isAllowed({ state, config, account, functionArn }: FoundUrl, caller: Caller, kernel: Kernel): boolean {
  const resource = functionPolicy(state, functionArn);
  const keys = { 'lambda:FunctionUrlAuthType': config.authType, 'lambda:InvokedViaFunctionUrl': 'true' };
  const context = requestContext(keys, kernel.clock.now());
  const asked = { principal: principalOf(caller), resources: [functionArn], resourceAccount: account, context };
  return actions.every((action) => evaluate({ ...asked, action }, { identity: [], resource }).decision === 'allow');
}
