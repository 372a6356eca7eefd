import type * as Iam from '@aws-sdk/client-iam';
import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList } from '../../../service-kit/tags.ts';
import { invalidInput, samlProviderNotFound, samlProviderTaken } from '../errors.ts';
import type { IamState, SamlProvider } from '../state.ts';
import { tagsFrom } from '../tags.ts';

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const validYears = 100;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html */
export const createSamlProvider: Operation<
  Given<Iam.CreateSAMLProviderRequest>,
  Iam.CreateSAMLProviderResponse,
  IamState
> = (state, input, context) => {
  assertMetadata(input);
  const arn = `arn:aws:iam::${context.account}:saml-provider/${input.Name}`;
  if (state.samlProviders.has(arn)) throw samlProviderTaken(input.Name);
  const nowMs = context.clock.now();
  const provider: SamlProvider = {
    arn,
    id: `SAMLSP${context.random.text(15, idAlphabet)}`,
    metadata: input.SAMLMetadataDocument,
    encryption: input.AssertionEncryptionMode ?? 'Allowed',
    createdMs: nowMs,
    validToMs: validUntil(nowMs),
    tags: tagsFrom(input.Tags),
  };
  state.samlProviders.set(arn, provider);
  return { SAMLProviderArn: arn, ...(input.Tags?.length && { Tags: tagList(provider.tags) }) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html */
export const getSamlProvider: Operation<Given<Iam.GetSAMLProviderRequest>, Iam.GetSAMLProviderResponse, IamState> = (
  state,
  input,
) => {
  const { id, metadata, createdMs, validToMs, tags, encryption } = find(state, input.SAMLProviderArn);
  return {
    SAMLProviderUUID: id,
    SAMLMetadataDocument: metadata,
    CreateDate: new Date(createdMs),
    ValidUntil: new Date(validToMs),
    Tags: tagList(tags),
    AssertionEncryptionMode: encryption,
    PrivateKeyList: [],
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html */
export const listSamlProviders: Operation<object, Iam.ListSAMLProvidersResponse, IamState> = (state) => ({
  SAMLProviderList: [...state.samlProviders.values()].map(({ arn, validToMs, createdMs }) => ({
    Arn: arn,
    ValidUntil: new Date(validToMs),
    CreateDate: new Date(createdMs),
  })),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html */
export const updateSamlProvider: Operation<
  Given<Iam.UpdateSAMLProviderRequest>,
  Iam.UpdateSAMLProviderResponse,
  IamState
> = (state, input) => {
  const provider = find(state, input.SAMLProviderArn);
  assertMetadata(input);
  state.samlProviders.set(provider.arn, {
    ...provider,
    metadata: input.SAMLMetadataDocument ?? provider.metadata,
    encryption: input.AssertionEncryptionMode ?? provider.encryption,
  });
  return { SAMLProviderArn: provider.arn };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSAMLProvider.html */
export const deleteSamlProvider: Operation<Given<Iam.DeleteSAMLProviderRequest>, object, IamState> = (state, input) => {
  state.samlProviders.delete(find(state, input.SAMLProviderArn).arn);
  return {};
};

const find = (state: IamState, arn: string): SamlProvider =>
  state.samlProviders.get(arn) ?? raise(samlProviderNotFound(arn));

interface Wish {
  readonly SAMLMetadataDocument?: string | undefined;
  readonly AddPrivateKey?: string | undefined;
  readonly RemovePrivateKey?: string | undefined;
}

/** What a provider says of itself is looked at no closer, since nobody logs in by it. */
function assertMetadata({ SAMLMetadataDocument: metadata, AddPrivateKey, RemovePrivateKey }: Wish): void {
  if (AddPrivateKey !== undefined || RemovePrivateKey !== undefined) {
    throw new UnsupportedError('private keys of SAML providers');
  }
  if (metadata !== undefined && !/<(?:[\w-]+:)?EntityDescriptor[\s>]/.test(metadata)) {
    throw invalidInput('Could not parse metadata');
  }
}

function validUntil(nowMs: number): number {
  const date = new Date(nowMs);
  return date.setUTCFullYear(date.getUTCFullYear() + validYears);
}
