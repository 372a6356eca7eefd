import type { Random } from '../../kernel/random.ts';
import type { ModelRecord } from './state.ts';

const emptySchema = `{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "title" : "Empty Schema",
  "type" : "object"
}`;

const errorSchema = `{
  "$schema" : "http://json-schema.org/draft-04/schema#",
  "title" : "Error Schema",
  "type" : "object",
  "properties" : {
    "message" : { "type" : "string" }
  }
}`;

/** The models that every new API has. https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html */
export const defaultModels = (random: Random): ModelRecord[] => [
  {
    id: random.text(6),
    name: 'Empty',
    description: 'This is a default empty schema model',
    schema: emptySchema,
    contentType: 'application/json',
  },
  {
    id: random.text(6),
    name: 'Error',
    description: 'This is a default error schema model',
    schema: errorSchema,
    contentType: 'application/json',
  },
];
