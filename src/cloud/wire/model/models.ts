import { compileModel, modelOf, type ServiceModel, serviceHeads } from './model.ts';
import type { ModelFile, ServiceHead } from './model-format.ts';

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
