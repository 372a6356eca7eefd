import { swaggerSkeleton } from '../apis/swagger-editor.ts';
import { isMap, isTruthy } from '../language/values.ts';
import { propertiesOf, samEntries } from '../parse.ts';
import { openApiSkeleton } from './implicit-http-api.ts';
import type { Plugin } from './plugin.ts';

/** APIs of which the template says no definition get one, into which events write their paths. */
export const defaultDefinitions: Plugin = {
  beforeTemplate(template) {
    for (const [, entry] of samEntries(template, ['AWS::Serverless::Api'])) {
      // An API without properties has no stage's name either, and is refused for it.
      const { Properties } = entry;
      if (isMap(Properties) && !hasDefinition(Properties)) manage(Properties, swaggerSkeleton());
    }
    for (const [, entry] of samEntries(template, ['AWS::Serverless::HttpApi'])) {
      const properties = propertiesOf(entry);
      if (!hasDefinition(properties)) manage(properties, openApiSkeleton());
    }
  },
};

const hasDefinition = (properties: Record<string, unknown>): boolean =>
  isTruthy(properties.DefinitionBody) || isTruthy(properties.DefinitionUri);

function manage(properties: Record<string, unknown>, definition: unknown): void {
  properties.DefinitionBody = definition;
  properties.__MANAGE_SWAGGER = true;
}
