import inspector from 'node:inspector';

/**
 * Opens Node's inspector at a free port of loopback, and answers its URL. Debuggers do not keep the process from ending:
 * Node would wait for them to leave.
 */
export function openInspector(): string {
  inspector.open(0, '127.0.0.1', false);
  process.on('exit', () => inspector.close());
  return inspector.url() ?? '';
}
