import { AwsError } from '../../../../kernel/errors.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import { parseQuery } from '../../../../wire/request/query-parameters.ts';
import { scopeOf } from '../../../../wire/signatures/signed-request.ts';
import { verifySignature } from '../../../../wire/signatures/sigv4.ts';
import type { Authorization } from '../authorization.ts';
import type { RoutedExchange } from '../exchange.ts';
import { forbidden } from '../gateway-error.ts';

/**
 * AWS_IAM routes: a request signed for `execute-api`, else 403. Signatures of credentials that were issued here are
 * verified; others are taken for what they say, as everywhere in this cloud, unless all are to be verified. Whether the
 * caller's policies allow `execute-api:Invoke` is not judged yet, as no other call's are.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function authorizeIam({ kernel, request }: RoutedExchange): Authorization {
  const scope = scopeOf(request, parseQuery(request.query));
  if (scope?.service !== 'execute-api') throw forbidden({ authorizerError: 'The request is not signed' });
  const credential = kernel.identity.find(scope.accessKeyId);
  if (!credential && kernel.settings.verifySignatures) throw forbidden({ authorizerError: 'Unknown access key' });
  try {
    if (credential) verifySignature(request, credential, kernel.clock.now(), kernel.clock.machineNow());
  } catch (error) {
    if (error instanceof AwsError) throw forbidden({ authorizerError: error.message });
    throw error;
  }
  return { kind: 'iam', iam: identityOf(kernel.identity.callerOf(scope.accessKeyId), scope.accessKeyId) };
}

const identityOf = (caller: Caller, accessKey: string) => ({
  accessKey,
  accountId: caller.account,
  callerId: caller.userId,
  cognitoIdentity: null,
  principalOrgId: '',
  userArn: caller.arn,
  userId: caller.userId,
});
