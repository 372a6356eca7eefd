import { createHash } from 'node:crypto';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { FunctionVersion, LayerReference } from './state.ts';

/** AWS's own layer: https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-versions.html */
const isOfAppConfig = /^arn:[^:]+:lambda:[^:]*:\d{12}:layer:AWS-AppConfig-Extension(?:-Arm64)?:\d+$/;

export const isAppConfigLayer = (arn: string): boolean => isOfAppConfig.test(arn);

/** An archive of nothing: the agent is the bootstrap's own. */
const emptyArchive = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

/** The layer as functions refer to it. Throws for runtimes in which there is no agent. */
export function appConfigLayer(
  arn: string,
  runtime: string | undefined,
  kernel: Pick<Kernel, 'blobs'>,
): LayerReference {
  assertAgent(runtime);
  const code = {
    blob: kernel.blobs.put(emptyArchive),
    sha256: createHash('sha256').update(emptyArchive).digest('base64'),
    bytes: emptyArchive.byteLength,
  };
  return { arn, code };
}

/** Throws for a runtime in which there is no agent. */
export function assertAgent(runtime: string | undefined): void {
  if (runtime?.startsWith('nodejs')) return;
  throw new UnsupportedError(`the layer AWS-AppConfig-Extension for functions of ${runtime ?? 'no runtime'}`);
}

export const hasAppConfigAgent = ({ layers }: Pick<FunctionVersion, 'layers'>): boolean =>
  layers.some(({ arn }) => isAppConfigLayer(arn));
