import { type Structure, structureOf } from '../../../gateway/openapi/structure.ts';

/** Where OpenAPI 2 and 3 keep the same things. */
export interface Dialect {
  readonly version: 2 | 3;
  /** How schemas refer to a model: `#/definitions/`. */
  readonly modelPrefix: string;
  readonly models: Structure;
  readonly securitySchemes: Structure;
}

/** Undefined for what is neither OpenAPI 2.0 nor 3.0. */
export function dialectOf(document: Structure): Dialect | undefined {
  if (String(document.swagger) === '2.0' || document.swagger === 2) {
    return {
      version: 2,
      modelPrefix: '#/definitions/',
      models: structureOf(document.definitions),
      securitySchemes: structureOf(document.securityDefinitions),
    };
  }
  // `3.0` is what Infrastructure Composer writes; without quotes YAML has it for the number 3.
  if (!/^3(\.0(\.\d+)?)?$/.test(String(document.openapi ?? ''))) return undefined;
  const components = structureOf(document.components);
  return {
    version: 3,
    modelPrefix: '#/components/schemas/',
    models: structureOf(components.schemas),
    securitySchemes: structureOf(components.securitySchemes),
  };
}
