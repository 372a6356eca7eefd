import { STATUS_CODES } from 'node:http';
import type { AwsError } from '../../../kernel/errors.ts';

/** What a page tells of an error, in its order. */
type Told = readonly (readonly [name: string, value: string])[];

/**
 * The page of an error, as S3 writes it; `failed` is what came of the website's own error document.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html
 */
export function errorPage(error: AwsError, requestId: string, hostId: string, failed?: AwsError): string {
  const title = titleOf(error.status ?? 500);
  const items = listOf([...toldOf(error), ['RequestId', requestId], ['HostId', hostId]]);
  const further = failed
    ? `<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n${listOf(toldOf(failed))}`
    : '';
  return `<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n${items}${further}<hr/>\n</body>\n</html>\n`;
}

/** The same in headers, which programs read. */
export const errorHeaders = (error: AwsError): Record<string, string> => ({
  'x-amz-error-code': error.code,
  'x-amz-error-message': error.message,
  ...Object.fromEntries(
    Object.entries(error.members).map(([name, value]) => [`x-amz-error-detail-${name}`, headerText(value)]),
  ),
});

const toldOf = (error: AwsError): Told => [
  ['Code', error.code],
  ['Message', error.message],
  ...Object.entries(error.members).map(([name, value]) => [name, String(value)] as const),
];

const listOf = (told: Told): string =>
  `<ul>\n${told.map(([name, value]) => `<li>${name}: ${escapeHtml(value)}</li>\n`).join('')}</ul>\n`;

const titleOf = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

/** Keys may hold what no header can. */
const headerText = (value: unknown): string => encodeURI(String(value)).replaceAll('%20', ' ');

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
