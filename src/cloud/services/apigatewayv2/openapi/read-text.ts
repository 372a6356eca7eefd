import { readText } from '../../../gateway/openapi/read-text.ts';
import type { Structure } from '../../../gateway/openapi/structure.ts';
import { badRequest } from '../errors.ts';

/**
 * Reads a definition, JSON or YAML, in bounded time.
 * @throws BadRequestException for what is neither, or too large, or nested too deeply
 */
export const readDefinitionText = (text: string): Structure =>
  readText(text, {
    tooLarge: () => badRequest('The API definition is larger than 6 MB.'),
    invalid: (detail) => badRequest(`Invalid OpenAPI input${detail}.`),
  });
