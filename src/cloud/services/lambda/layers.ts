import { parseArn } from '../../kernel/arns.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import type { Context } from '../../service-kit/contract.ts';
import { appConfigLayer, isAppConfigLayer } from './appconfig-layer.ts';
import { unzippedBytesMax } from './code/archive-error.ts';
import { describeSize } from './code/zip-directory.ts';
import { invalidParameter, validation } from './errors.ts';
import { assertShared, stateOfAccount } from './foreign-account.ts';
import { refusePublicLayer } from './public-layers.ts';
import { type CodePackage, keyOf, type LambdaState, type LayerReference } from './state.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html */
const layersMax = 5;

const layerRule =
  'Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+), Member must not be null]';

/** Finds the layer versions that a function names, as they are now, and checks them against AWS's rules. */
export function resolveLayers(
  state: LambdaState,
  context: Pick<Context, 'account' | 'region' | 'caller' | 'clock' | 'kernel'>,
  arns: readonly string[],
  runtime: string | undefined,
): LayerReference[] {
  if (arns.length > layersMax) throw invalidParameter('Cannot reference more than 5 layers.');
  const seen = new Map<string, string>();
  return arns.map((arn) => {
    const { region, resource } = parseArn(arn) ?? {};
    const [, name, version] = /^layer:([^:]+):(\d+)$/.exec(resource ?? '') ?? [];
    if (name === undefined || version === undefined) throw validation('layers', `[${arns.join(', ')}]`, layerRule);
    if (region !== context.region) {
      throw invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${context.region}.`,
      );
    }
    const layer = isAppConfigLayer(arn)
      ? appConfigLayer(arn, runtime, context.kernel)
      : ownerOfLayer(state, context, arn).layers.get(keyOf(name, Number(version)));
    if (!layer) throw invalidParameter(`Layer version ${arn} does not exist.`);
    const other = seen.get(name);
    if (other !== undefined) {
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(name, arn);
    return { arn, code: layer.code };
  });
}

/** The state of the account that has a layer version; the layer's policy must allow what is another account's. */
export function ownerOfLayer(
  state: LambdaState,
  context: Parameters<typeof resolveLayers>[1],
  arn: string,
): LambdaState {
  const { account = context.account, resource = '' } = parseArn(arn) ?? {};
  if (account === context.account) return state;
  const [, name = '', version = ''] = resource.split(':');
  const owner = stateOfAccount(context, account);
  if (!owner.layers.has(keyOf(name, Number(version)))) refusePublicLayer(account, name);
  const policy = owner.layerPolicies.get(keyOf(name, version));
  const parsed = policy && parsePolicy({ Version: '2012-10-17', Statement: [...policy.statements] });
  assertShared(context, { account, action: 'lambda:GetLayerVersion', arn, policy: parsed });
  return owner;
}

/** A function and its layers are unpacked together: their sum has one limit. */
export function assertUnzippedSize(context: Context, packages: readonly CodePackage[]): void {
  let total = 0;
  for (const { blob } of packages) {
    const zip = context.kernel.blobs.get(blob);
    if (zip) total += describeSize(zip).bytes;
  }
  if (total >= unzippedBytesMax) {
    throw invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${unzippedBytesMax} bytes. The actual size is ${total} bytes.`,
    );
  }
}
