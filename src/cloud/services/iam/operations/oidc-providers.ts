import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList } from '../../../service-kit/tags.ts';
import { invalidInput, oidcProviderNotFound, oidcProviderTaken, validationError } from '../errors.ts';
import type { IamState, OidcProvider } from '../state.ts';
import { tagsFrom } from '../tags.ts';

/**
 * Nothing is fetched from the provider: without thumbprints it has none, where AWS reads its certificate.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const createOidcProvider: Operation<
  Given<Iam.CreateOpenIDConnectProviderRequest>,
  Iam.CreateOpenIDConnectProviderResponse,
  IamState
> = (state, input, context) => {
  if (!/^https:\/\/[^/?#:]+/.test(input.Url)) throw validationError('Invalid Open ID Connect Provider URL');
  const url = input.Url.replace(/^https:\/\//, '').replace(/\/$/, '');
  const arn = `arn:aws:iam::${context.account}:oidc-provider/${url}`;
  if (state.oidcProviders.has(arn)) throw oidcProviderTaken(input.Url);
  const provider: OidcProvider = {
    arn,
    url,
    clientIds: input.ClientIDList ?? [],
    thumbprints: input.ThumbprintList ?? [],
    createdMs: context.clock.now(),
    tags: tagsFrom(input.Tags),
  };
  state.oidcProviders.set(arn, provider);
  return { OpenIDConnectProviderArn: arn, Tags: tagList(provider.tags) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export const getOidcProvider: Operation<
  Given<Iam.GetOpenIDConnectProviderRequest>,
  Iam.GetOpenIDConnectProviderResponse,
  IamState
> = (state, input) => {
  const { url, clientIds, thumbprints, createdMs, tags } = find(state, input.OpenIDConnectProviderArn);
  return {
    Url: url,
    ClientIDList: [...clientIds],
    ThumbprintList: [...thumbprints],
    CreateDate: new Date(createdMs),
    Tags: tagList(tags),
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const listOidcProviders: Operation<
  Given<Iam.ListOpenIDConnectProvidersRequest>,
  Iam.ListOpenIDConnectProvidersResponse,
  IamState
> = (state) => ({ OpenIDConnectProviderList: [...state.oidcProviders.values()].map(({ arn }) => ({ Arn: arn })) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html */
export const deleteOidcProvider: Operation<Given<Iam.DeleteOpenIDConnectProviderRequest>, object, IamState> = (
  state,
  input,
) => {
  state.oidcProviders.delete(find(state, input.OpenIDConnectProviderArn).arn);
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const updateOidcThumbprint: Operation<
  Given<Iam.UpdateOpenIDConnectProviderThumbprintRequest>,
  object,
  IamState
> = (state, input) => {
  const provider = find(state, input.OpenIDConnectProviderArn);
  state.oidcProviders.set(provider.arn, { ...provider, thumbprints: input.ThumbprintList });
  return {};
};

/** One that is there already is no mistake; https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html */
export const addOidcClientId: Operation<Given<Iam.AddClientIDToOpenIDConnectProviderRequest>, object, IamState> = (
  state,
  input,
) => {
  const provider = find(state, input.OpenIDConnectProviderArn);
  if (provider.clientIds.includes(input.ClientID)) return {};
  if (provider.clientIds.length >= clientIdsMax)
    throw invalidInput(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${clientIdsMax}`);
  state.oidcProviders.set(provider.arn, { ...provider, clientIds: [...provider.clientIds, input.ClientID] });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const clientIdsMax = 100;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html */
export const removeOidcClientId: Operation<
  Given<Iam.RemoveClientIDFromOpenIDConnectProviderRequest>,
  object,
  IamState
> = (state, input) => {
  const provider = find(state, input.OpenIDConnectProviderArn);
  const clientIds = provider.clientIds.filter((id) => id !== input.ClientID);
  state.oidcProviders.set(provider.arn, { ...provider, clientIds });
  return {};
};

const find = (state: IamState, arn: string): OidcProvider =>
  state.oidcProviders.get(arn) ?? raise(oidcProviderNotFound(arn));
