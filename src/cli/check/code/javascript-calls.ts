import { blankComments } from './blank-comments.ts';
import { type CallSighting, documentMethods, transferMethods } from './call-sighting.ts';
import { inputMembers } from './input-members.ts';
import { type Imported, javascriptImports } from './javascript-imports.ts';

/** The calls that a file of JavaScript or TypeScript makes, by both of AWS's SDKs. */
export function javascriptCalls(text: string): CallSighting[] {
  const code = blankComments(text);
  const imports = javascriptImports(code);
  if (imports.size === 0) return [];
  return [...commandsIn(code, imports), ...clientsIn(code, imports)];
}

/** `new PutItemCommand({ … })`, `new s3.PutObjectCommand(…)`, `paginateScan(…)` */
function commandsIn(code: string, imports: ReadonlyMap<string, Imported>): CallSighting[] {
  const used = /\b(?:new\s+(?:([\w$]+)\.)?([\w$]+)|(?:([\w$]+)\.)?(paginate[A-Z][\w$]*))\s*\(/g;
  return [...code.matchAll(used)].flatMap((match): CallSighting[] => {
    const [whole, newSpace, command, pageSpace, paginator] = match;
    const local = command ?? paginator ?? '';
    const space = newSpace ?? pageSpace;
    const imported = imports.get(space ?? local);
    if (!imported?.package.startsWith('@aws-sdk/') || (space === undefined) === (imported.name === '*')) return [];
    const name = space === undefined ? imported.name : local;
    if (command !== undefined && !name.endsWith('Command')) return [];
    const operation = name.startsWith('paginate') ? name.slice('paginate'.length) : name.replace(/Command$/, '');
    const members = inputMembers(code, match.index + whole.length);
    return [{ ...asDocument(imported.package, operation), isCertain: true, members, index: match.index }];
  });
}

/** The commands of documents are called `PutCommand`. */
function asDocument(from: string, operation: string) {
  if (from !== '@aws-sdk/lib-dynamodb') return { client: from.replace('@aws-sdk/', ''), operation };
  return { client: 'dynamodb', operation: documentMethods[operation.toLowerCase()] ?? operation };
}

/** What a name stands for that holds a client. */
interface Client {
  readonly client: string;
  readonly isOfDocuments: boolean;
  /** What it calls by itself: a managed upload. */
  readonly makes?: string;
}

/** `new S3({ … })`, `new AWS.DynamoDB.DocumentClient()`, `DynamoDBDocument.from(client)`, and the methods of what it is assigned to. */
function clientsIn(code: string, imports: ReadonlyMap<string, Imported>): CallSighting[] {
  const found: CallSighting[] = [];
  const byName = new Map<string, Client>();
  const made = /(?:([\w$]+)\s*(?::\s*[\w$.]+\s*)?=\s*(?:[\w$.]+\(\s*)?)?(?:\bnew\s+([\w$.]+)\s*\(|\b([\w$]+)\.from\()/g;
  for (const match of code.matchAll(made)) {
    const client = clientOf(match[2] ?? match[3] ?? '', imports);
    if (!client) continue;
    if (match[1] !== undefined) byName.set(match[1], client);
    found.push({ client: client.client, isCertain: false, index: match.index });
    if (client.makes !== undefined) found.push(methodCall(client, client.makes, match.index));
    const direct = /^\s*\.\s*([\w$]+)\s*\(/.exec(code.slice(afterCall(code, match.index + match[0].length)));
    if (direct?.[1] !== undefined) found.push(methodCall(client, direct[1], match.index));
  }
  if (byName.size === 0) return found;
  const names = [...byName.keys()].map((name) => name.replaceAll('$', '\\$')).join('|');
  for (const match of code.matchAll(new RegExp(String.raw`(?<![\w$])(${names})\s*[?!]?\.\s*([\w$]+)\s*\(`, 'g'))) {
    const client = byName.get(match[1] ?? '');
    if (client) found.push(methodCall(client, match[2] ?? '', match.index));
  }
  return found;
}

function methodCall({ client, isOfDocuments }: Client, method: string, index: number): CallSighting {
  const lower = method.toLowerCase();
  const renamed = isOfDocuments ? documentMethods[lower] : /^s3$/i.test(client) ? transferMethods[lower] : undefined;
  return { client, operation: renamed ?? method, isCertain: false, index };
}

/** `S3`, `AWS.DynamoDB.DocumentClient`; undefined for what is no client of AWS. */
function clientOf(path: string, imports: ReadonlyMap<string, Imported>): Client | undefined {
  const [head = '', ...rest] = path.split('.');
  const imported = imports.get(head);
  if (!imported) return undefined;
  const name = imported.name === '*' ? rest[0] : imported.name;
  const isOfDocuments =
    path.endsWith('.DocumentClient') || name === 'DocumentClient' || /^DynamoDBDocument/.test(name ?? '');
  const [, ofVersion2] = /^aws-sdk(?:\/clients\/(\w+))?$/.exec(imported.package) ?? [];
  if (imported.package.startsWith('aws-sdk')) {
    const client = ofVersion2 ?? name;
    return client !== undefined && /^[A-Z]|^\w+$/.test(client) && !notClients.has(client)
      ? { client, isOfDocuments }
      : undefined;
  }
  if (imported.package === '@aws-sdk/lib-dynamodb')
    return isOfDocuments ? { client: 'dynamodb', isOfDocuments } : undefined;
  if (imported.package === '@aws-sdk/lib-storage')
    return name === 'Upload' ? { client: 's3', isOfDocuments, makes: 'PutObject' } : undefined;
  if (!imported.package.startsWith('@aws-sdk/client-') || name === undefined || /Command$|Exception$/.test(name))
    return undefined;
  return { client: imported.package.replace('@aws-sdk/', ''), isOfDocuments };
}

/** Of the older SDK, what is no service. */
const notClients: ReadonlySet<string> = new Set([
  'CognitoIdentityCredentials',
  'Config',
  'Credentials',
  'Endpoint',
  'EnvironmentCredentials',
  'HttpRequest',
  'NodeHttpClient',
  'Request',
  'Service',
  'SharedIniFileCredentials',
  'Signers',
  'TemporaryCredentials',
  'XML',
]);

/** Behind the bracket that closes the arguments that begin at `from`. */
function afterCall(code: string, from: number): number {
  let depth = 1;
  for (let at = from; at < code.length && at < from + 2000; at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return from;
}
