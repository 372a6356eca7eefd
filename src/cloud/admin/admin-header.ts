import { SquallError } from '../kernel/errors.ts';
import type { HttpRequest } from '../kernel/http.ts';

/**
 * Every request to the admin API has it, whatever its value. Pages cannot send it to another origin without a preflight,
 * and preflights are refused.
 */
export const adminHeader = 'x-squall';

const openPath = /^(?:\/_squall\/health|\/_localstack\/(?:health|info|init(?:\/[^/]*)?))$/;

/**
 * Throws `SquallError` for what a web page could have sent without a preflight. Health pages are open. LocalStack's chaos
 * API is used by tools that do not know our header; there a JSON body's type, which forces a preflight too, does as well.
 */
export function assertMeant({ method, path, headers }: HttpRequest): void {
  if ((headers[adminHeader] ?? '') !== '') return;
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && openPath.test(path)) return;
  if (path.startsWith('/_squall/') || openPath.test(path)) {
    throw new SquallError(
      'MissingAdminHeader',
      `The admin API wants the header ${adminHeader}, which web pages cannot send.`,
      `Send "${adminHeader}: 1", for example curl -H '${adminHeader}: 1' …`,
    );
  }
  if (isRead || isJson(headers['content-type'])) return;
  throw new SquallError(
    'MissingAdminHeader',
    'The chaos API wants the content type of JSON, since every web page can send other types.',
    'Send "content-type: application/json".',
  );
}

const isJson = (type = ''): boolean => type.split(';')[0]?.trim().toLowerCase() === 'application/json';
