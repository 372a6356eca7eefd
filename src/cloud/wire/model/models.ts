import { readFileSync } from 'node:fs';
import { compileModel, type ServiceModel } from './model.ts';
import type { ModelFile, ServiceHead } from './model-format.ts';

/** What tells the services apart; small, and read when the module loads. */
export const serviceHeads: readonly ServiceHead[] = readJson<ServiceHead[]>('index');

const models = new Map<string, ServiceModel>();

/** The model of a service we know by name; read at its first use (about 2 ms). */
export function modelOf(service: string): ServiceModel {
  const known = models.get(service);
  if (known) return known;
  const model = compileModel(readJson<ModelFile>(service));
  models.set(service, model);
  return model;
}

// The build copies the folder beside the compiled module, so the same relative path holds in src and in dist.
function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../models/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** The models by which the requests of one cloud are read: AWS's, and those that services bring along. */
export class Models {
  readonly heads: readonly ServiceHead[];
  readonly #brought: ReadonlyMap<string, ModelFile>;
  readonly #bySigningName: ReadonlyMap<string, readonly ServiceHead[]>;
  readonly #byTargetPrefix: ReadonlyMap<string, ServiceHead>;

  constructor(brought: readonly ModelFile[] = []) {
    this.#brought = new Map(brought.map((file) => [file.service, file]));
    this.heads = [...serviceHeads.filter(({ service }) => !this.#brought.has(service)), ...brought];
    const bySigningName = new Map<string, readonly ServiceHead[]>();
    for (const head of this.heads) {
      bySigningName.set(head.signingName, [...(bySigningName.get(head.signingName) ?? []), head]);
    }
    for (const alias of ['s3express', 's3-object-lambda']) bySigningName.set(alias, bySigningName.get('s3') ?? []);
    this.#bySigningName = bySigningName;
    this.#byTargetPrefix = new Map(this.heads.map((head) => [head.targetPrefix, head]));
  }

  /** The model of a service we know by name. */
  of(service: string): ServiceModel {
    const file = this.#brought.get(service);
    return file ? compiled(file) : modelOf(service);
  }

  /** Services that sign with a name; several may share it. */
  signedAs(signingName: string): readonly ServiceHead[] {
    return this.#bySigningName.get(signingName) ?? [];
  }

  /** The service whose operations are called `<prefix>.<Operation>` in `X-Amz-Target`. */
  withTarget(prefix: string): ServiceHead | undefined {
    return this.#byTargetPrefix.get(prefix);
  }
}

/** Without any that a service brings along. */
export const awsModels = new Models();

/** Those of AWS, with the ones that these services bring along. */
export function modelsOf(services: readonly { readonly model?: ModelFile }[]): Models {
  const brought = services.flatMap(({ model }) => model ?? []);
  return brought.length === 0 ? awsModels : new Models(brought);
}

/** Files are constants of their services: each is compiled once, however many clouds there are. */
const compiledFiles = new WeakMap<ModelFile, ServiceModel>();

function compiled(file: ModelFile): ServiceModel {
  const known = compiledFiles.get(file);
  if (known) return known;
  const model = compileModel(file);
  compiledFiles.set(file, model);
  return model;
}
