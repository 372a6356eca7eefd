import { badRequest } from '../errors.ts';

/** How many of either kind are told; ours: a definition can have millions. */
const toldMax = 1000;

/** What is wrong with a definition: errors end an import, warnings are told beside the API that comes of it. */
export class Findings {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  /**
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-errors-warnings.html
   * @throws BadRequestException when there are errors, or warnings that the caller does not want
   */
  assertNone({ failOnWarnings = false }: { readonly failOnWarnings?: boolean | undefined }): void {
    const { errors, warnings } = this;
    if (errors.length > 0) {
      const also = warnings.length > 0 ? `\nAdditionally, these warnings were found:${lines(warnings)}` : '';
      throw badRequest(`Errors found during import:${lines(errors)}${also}`);
    }
    if (failOnWarnings && warnings.length > 0) {
      throw badRequest(`Warnings found during import:${lines(warnings)}`);
    }
  }
}

/** As many findings as an answer has room for. */
export const told = (texts: readonly string[]): string[] => texts.slice(0, toldMax);

const lines = (texts: readonly string[]): string =>
  told(texts)
    .map((text) => `\n\t${text}`)
    .join('');
