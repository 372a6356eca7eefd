import { isSwagger, SwaggerEditor, swaggerSkeleton } from '../apis/swagger-editor.ts';
import { expectMap } from '../language/expect.ts';
import { made } from '../language/legacy/made-text.ts';
import { type Fields, has, isTruthy } from '../language/values.ts';
import { implicitApi } from './implicit-api.ts';

/** The REST API of `Api` events that name none. */
export const implicitRestApi = implicitApi({
  idProperty: 'RestApiId',
  logicalId: 'ServerlessRestApi',
  condition: 'ServerlessRestApiCondition',
  eventType: 'Api',
  apiType: 'AWS::Serverless::Api',
  properties: () => ({ StageName: made('Prod'), DefinitionBody: swaggerSkeleton(), __MANAGE_SWAGGER: true }),
  isDefinition: isSwagger,
  edit: (definition) => {
    const editor = new SwaggerEditor(definition);
    return {
      editor,
      get definition(): Fields {
        return editor.definition;
      },
    };
  },
  readEvent: (eventId, event) => {
    const properties = has(event, 'Properties') ? event.Properties : {};
    if (!isTruthy(properties)) return undefined;
    return expectMap(properties, { id: eventId, path: '', of: 'event' }, 'Properties should be a map.');
  },
});
