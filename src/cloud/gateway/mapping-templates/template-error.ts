/** A template that cannot be read or rendered; API Gateway answers 500 and its execution log tells why. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
