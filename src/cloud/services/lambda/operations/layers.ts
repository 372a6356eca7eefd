import type {
  DeleteLayerVersionCommandInput,
  GetLayerVersionByArnCommandInput,
  GetLayerVersionCommandInput,
  GetLayerVersionResponse,
  LayerVersionsListItem,
  ListLayersCommandInput,
  ListLayersResponse,
  ListLayerVersionsCommandInput,
  ListLayerVersionsResponse,
  PublishLayerVersionCommandInput,
  Runtime,
} from '@aws-sdk/client-lambda';
import { parseArn } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { descendingKey } from '../../../service-kit/pages.ts';
import { codeLocation } from '../code/code-location.ts';
import { fetchCode } from '../code/fetch-code.ts';
import { invalidParameter, notFound, validation } from '../errors.ts';
import { lambdaTime, layerArn } from '../function-reference.ts';
import { ownerOfLayer } from '../layers.ts';
import { paginate } from '../pages.ts';
import type { LambdaRuntime } from '../runtime.ts';
import { keyOf, type LambdaState, type LayerVersion, valuesOf } from '../state.ts';
import { assertUploadSize } from '../upload-size.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export const publishLayerVersion: Operation<
  PublishLayerVersionCommandInput,
  GetLayerVersionResponse,
  LambdaState,
  LambdaRuntime
> = async (state, input, context) => {
  assertUploadSize(input.Content?.ZipFile, 'PublishLayerVersion');
  const name = layerName(input.LayerName);
  const code = await fetchCode(input.Content ?? {}, context, context.runtime.code);
  const version = (state.layerCounters.get(name) ?? 0) + 1;
  const layer: LayerVersion = {
    name,
    version,
    description: input.Description ?? '',
    ...(input.LicenseInfo !== undefined && { licenseInfo: input.LicenseInfo }),
    ...(input.CompatibleRuntimes && { compatibleRuntimes: input.CompatibleRuntimes }),
    ...(input.CompatibleArchitectures && { compatibleArchitectures: input.CompatibleArchitectures }),
    created: lambdaTime(context.clock.now()),
    code,
  };
  state.layerCounters.set(name, version);
  state.layers.set(keyOf(name, version), layer);
  return withContent(context, layer);
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html */
export const getLayerVersion: Operation<GetLayerVersionCommandInput, GetLayerVersionResponse, LambdaState> = (
  state,
  input,
  context,
) => withContent(context, findLayer(state, layerName(input.LayerName), input.VersionNumber ?? 0));

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html */
export const getLayerVersionByArn: Operation<GetLayerVersionByArnCommandInput, GetLayerVersionResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  const [, name, version] = /:layer:([^:]+):(\d+)$/.exec(input.Arn ?? '') ?? [];
  if (name === undefined) {
    throw validation(
      'arn',
      input.Arn ?? '',
      'Member must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)',
    );
  }
  const { account = context.account } = parseArn(input.Arn ?? '') ?? {};
  const layer = findLayer(ownerOfLayer(state, context, input.Arn ?? ''), name, Number(version));
  return withContent({ ...context, account }, layer);
};

/** A version that is not there is deleted. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html */
export const deleteLayerVersion: Operation<DeleteLayerVersionCommandInput, object, LambdaState> = (state, input) => {
  const version = input.VersionNumber ?? 0;
  if (version < 1) throw invalidParameter('Layer Version Cannot be less than 1');
  const key = keyOf(layerName(input.LayerName), version);
  state.layers.delete(key);
  state.layerPolicies.delete(key);
  return {};
};

/** Newest first. https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html */
export const listLayerVersions: Operation<ListLayerVersionsCommandInput, ListLayerVersionsResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  const versions = valuesOf(state.layers, layerName(input.LayerName)).filter(matching(input)).reverse();
  const page = paginate(versions, ({ version }) => descendingKey(version), input);
  return {
    LayerVersions: page.items.map((layer) => listed(context, layer)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html */
export const listLayers: Operation<ListLayersCommandInput, ListLayersResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  const newest = new Map<string, LayerVersion>();
  for (const layer of state.layers.values()) if (matching(input)(layer)) newest.set(layer.name, layer);
  const page = paginate([...newest.values()], ({ name }) => name, input);
  return {
    Layers: page.items.map((layer) => ({
      LayerName: layer.name,
      LayerArn: layerArn(context, layer.name),
      LatestMatchingVersion: listed(context, layer),
    })),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** Layers are named by name or ARN. */
export const layerName = (text: string | undefined): string => /:layer:([^:]+)/.exec(text ?? '')?.[1] ?? text ?? '';

/** Throws ResourceNotFoundException. */
function findLayer(state: LambdaState, name: string, version: number): LayerVersion {
  if (version < 1) throw invalidParameter('Layer Version Cannot be less than 1');
  const layer = state.layers.get(keyOf(name, version));
  if (!layer) throw notFound('The resource you requested does not exist.');
  return layer;
}

type Wanted = {
  readonly CompatibleRuntime?: string | undefined;
  readonly CompatibleArchitecture?: string | undefined;
};

const matching =
  ({ CompatibleRuntime, CompatibleArchitecture }: Wanted) =>
  ({ compatibleRuntimes, compatibleArchitectures }: LayerVersion): boolean =>
    (CompatibleRuntime === undefined || (compatibleRuntimes ?? []).includes(CompatibleRuntime)) &&
    (CompatibleArchitecture === undefined || (compatibleArchitectures ?? []).includes(CompatibleArchitecture));

const listed = (context: Context, layer: LayerVersion): LayerVersionsListItem => ({
  LayerVersionArn: layerArn(context, layer.name, layer.version),
  Version: layer.version,
  Description: layer.description,
  CreatedDate: layer.created,
  ...(layer.compatibleRuntimes && { CompatibleRuntimes: [...layer.compatibleRuntimes] as Runtime[] }),
  ...(layer.compatibleArchitectures && {
    CompatibleArchitectures: [...layer.compatibleArchitectures] as NonNullable<
      LayerVersionsListItem['CompatibleArchitectures']
    >,
  }),
  ...(layer.licenseInfo !== undefined && { LicenseInfo: layer.licenseInfo }),
});

const withContent = (context: Context, layer: LayerVersion): GetLayerVersionResponse => ({
  Content: {
    Location: codeLocation(context, layer.code),
    CodeSha256: layer.code.sha256,
    CodeSize: layer.code.bytes,
  },
  LayerArn: layerArn(context, layer.name),
  ...listed(context, layer),
});
