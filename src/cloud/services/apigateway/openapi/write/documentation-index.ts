import type { DocumentationPartLocation } from '@aws-sdk/client-api-gateway';
import { isStructure, type Structure } from '../../../../gateway/openapi/structure.ts';
import { parseJson } from '../../../../kernel/json.ts';
import type { DocumentationPartRecord } from '../../state.ts';
import { documentationKey } from '../read-extensions.ts';

/** What OpenAPI has a place for. */
const supported: readonly string[] = ['summary', 'description', 'tags', 'externalDocs', 'deprecated'];

/**
 * Documentation of one version, by what it documents. What OpenAPI has a member for goes there, extensions too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-quick-start-publishing.html
 */
export class DocumentationIndex {
  readonly #byKey: ReadonlyMap<string, Structure>;

  constructor(parts: readonly DocumentationPartRecord[]) {
    const read = parts.flatMap(({ location, properties = '' }) => {
      const value = parseJson(properties);
      return location && isStructure(value) ? [[documentationKey(location), value] as const] : [];
    });
    this.#byKey = new Map(read);
  }

  /** All properties of the API itself, with those of its `info`. */
  get api(): Structure {
    return this.#byKey.get(documentationKey({ type: 'API' })) ?? {};
  }

  /** The members that an OpenAPI element takes over; a part for every method or status says what no other one does. */
  membersOf(location: DocumentationPartLocation): Record<string, unknown> {
    const { statusCode: _, ...everyStatus } = location;
    const { method: __, ...everyMethod } = everyStatus;
    const found = [everyMethod, everyStatus, location].flatMap((each) => this.#byKey.get(documentationKey(each)) ?? []);
    return openApiMembers(Object.assign({}, ...found));
  }
}

/** Of all properties those that an OpenAPI element may have. */
export const openApiMembers = (properties: Structure): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => supported.includes(name) || name.startsWith('x-')));
