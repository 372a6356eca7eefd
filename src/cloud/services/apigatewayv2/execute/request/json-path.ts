const bodyBytesMax = 100 * 1024; // http-api-parameter-mapping: bodies are cut here before the path is followed

/**
 * What `$request.body{path}` selects, as text: the whole body for an empty path, else the value at `.a.b[0]`. Undefined
 * when there is nothing, or when the body is not JSON. Filters and `..` are not part of API Gateway's dialect.
 */
export function jsonPath(body: Uint8Array, path: string): string | undefined {
  if (path === '') return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const steps = stepsOf(path);
  if (!steps) return undefined;
  let value = parse(body);
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, bodyBytesMax)).toString());
  } catch {
    return undefined;
  }
}

const step = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/y;

/** `.user['first name'].tags[0]` → its names and indexes. */
function stepsOf(path: string): string[] | undefined {
  const steps: string[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (!match) return undefined;
    steps.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return steps;
}
