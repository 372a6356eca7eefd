import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { assumeRole } from './operations/assume-role.ts';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts';
import { decodeAuthorizationMessage } from './operations/decode-authorization-message.ts';
import { getAccessKeyInfo } from './operations/get-access-key-info.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import { getFederationToken } from './operations/get-federation-token.ts';
import { getSessionToken } from './operations/get-session-token.ts';
import { stsShapes } from './shapes.ts';
import { openStsState, type StsState } from './state.ts';

/** Security Token Service: who is calling, and temporary credentials to call as somebody else. */
export const sts: Service<StsState, undefined> = {
  name: 'sts',
  title: 'STS',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing but the credentials that it gives out' },
  // Sessions are found by access key alone; AWS's regional endpoints share them too.
  scope: 'account',
  state: openStsState,
  shapes: stsShapes,
  wording: { code: 'ValidationError' },
  operations: {
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    DecodeAuthorizationMessage: decodeAuthorizationMessage,
    GetFederationToken: getFederationToken,
    GetAccessKeyInfo: getAccessKeyInfo,
    GetCallerIdentity: getCallerIdentity,
    GetSessionToken: getSessionToken,
  },
  resourceOf: namedBy('RoleArn'),
};
