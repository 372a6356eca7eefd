/**
 * Headers that concern one connection and are passed on in neither direction.
 * https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
export const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
