import type {
  DocumentationPartIds,
  DocumentationPartLocation,
  ImportDocumentationPartsRequest,
} from '@aws-sdk/client-api-gateway';
import { parse } from 'yaml';
import { AwsError } from '../../../kernel/errors.ts';
import { nestsDeeper } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { touchApi } from '../changes.ts';
import { badRequest } from '../errors.ts';
import { findApi } from '../lookup.ts';
import { childKey, childrenOf, type DocumentationPartRecord, type RestApiState } from '../state.ts';
import {
  assertDocumentation,
  documentationLevelsMax,
  locationText,
  wholeLocation,
} from '../validation/documentation.ts';
import { documentationPartAt } from './documentation-parts.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The documentation parts of an OpenAPI document's extension, into those that are there or in their stead.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_ImportDocumentationParts.html
 */
export const importDocumentationParts: Operation<
  Given<ImportDocumentationPartsRequest>,
  DocumentationPartIds,
  RestApiState
> = (state, { restApiId, body, mode = 'merge', failOnWarnings = false }, context) => {
  findApi(state, restApiId, context);
  const parts = partsIn(Buffer.from(body).toString('utf8'));
  return context.kernel.world.attempt(() => {
    if (mode === 'overwrite') {
      for (const { id } of childrenOf(state.documentationParts, restApiId)) {
        state.documentationParts.delete(childKey(restApiId, id));
      }
    }
    const ids: string[] = [];
    const warnings: string[] = [];
    for (const part of parts) {
      try {
        const read = readPart(part);
        const known = documentationPartAt(state, restApiId, locationText(read.location));
        const record: DocumentationPartRecord = {
          id: known?.id ?? context.random.text(6),
          location: read.location,
          properties: known?.properties === undefined ? read.properties : merged(known.properties, read.properties),
        };
        state.documentationParts.set(childKey(restApiId, record.id), record);
        ids.push(record.id);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        warnings.push(error.message);
      }
    }
    if (failOnWarnings && warnings.length > 0) {
      throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`);
    }
    touchApi(state, restApiId);
    return { ids, ...(warnings.length > 0 && { warnings }) };
  });
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function partsIn(text: string): readonly unknown[] {
  const document = documentIn(text);
  if (!isFields(document) || nestsDeeper(document, documentationLevelsMax))
    throw badRequest('Unable to parse the documentation parts to import');
  const extension = document['x-amazon-apigateway-documentation'] ?? document;
  const parts = isFields(extension) ? extension.documentationParts : undefined;
  return Array.isArray(parts) ? parts : [];
}

/** JSON or YAML; JSON is most of it, and read much faster. */
function documentIn(text: string): unknown {
  for (const read of [JSON.parse, (yaml: string) => parse(yaml, { maxAliasCount: 0 })]) {
    try {
      return read(text);
    } catch {}
  }
  return undefined;
}

function readPart(part: unknown): { readonly location: DocumentationPartLocation; readonly properties: string } {
  const { location, properties } = isFields(part) ? part : {};
  const place = isFields(location) ? location : {};
  const content = typeof properties === 'string' ? properties : JSON.stringify(properties ?? {});
  assertDocumentation(content);
  return { location: wholeLocation(place as Partial<DocumentationPartLocation>), properties: content };
}

/** The document's members over those that are there. */
const merged = (known: string, added: string): string =>
  JSON.stringify({ ...(JSON.parse(known) as Fields), ...(JSON.parse(added) as Fields) });
