import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { EcrState } from '../state.ts';

const tokenLifeMs = 12 * 3_600_000;
const passwordCharacters = 200;

/** A token in AWS's form; there is no registry behind the endpoint. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const getAuthorizationToken: Operation<
  Given<GetAuthorizationTokenRequest>,
  GetAuthorizationTokenResponse,
  EcrState
> = (_state, input, { account, region, clock, random }) => {
  const expiresAt = new Date(clock.now() + tokenLifeMs);
  const registries = input.registryIds && input.registryIds.length > 0 ? input.registryIds : [account];
  const authorizationData = registries.map((registry) => ({
    authorizationToken: Buffer.from(`AWS:${random.text(passwordCharacters)}`).toString('base64'),
    expiresAt,
    proxyEndpoint: `https://${registry}.dkr.ecr.${region}.amazonaws.com`,
  }));
  return { authorizationData };
};
