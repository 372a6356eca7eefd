import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../src/cloud/registry.ts';

/** The conventions that a machine can hold, over every TypeScript file that git knows or would take. */
const lineLimit = 400;
const functionLineLimit = 70;
const shares = { filesUpTo250: 0.9, functionsUpTo35: 0.9, medianFile: 80 };

const read = (path: string): string => readFileSync(path, 'utf8');

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
/** Folders of this name hold what tests share; `tsconfig.build.json` leaves them out of what is published. */
const isForTests = (path: string): boolean => path.endsWith('.test.ts') || path.includes('/testing/');
const sources = files.filter((path) => path.startsWith('src/') && !isForTests(path));

const importsOf = (path: string): string[] =>
  [...read(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

/** Where a relative import leads, as a path from the root of the repository. */
const targetOf = (path: string, specifier: string): string =>
  specifier.startsWith('.') ? join(dirname(path), specifier) : specifier;

interface FunctionSpan {
  readonly name: string;
  readonly lines: number;
}

/** Formatted code closes a function at the indentation of the line that opened it. */
function functionsOf(path: string): FunctionSpan[] {
  const lines = read(path).split('\n');
  const opening =
    /^(\s*)(?:export )?(?:async )?(?:function\b.*|(?:static |readonly |#|get |set )*[\w#]+(?:<[^>]*>)?\(.*\).*|.*=>\s*)\{$/;
  return lines.flatMap((line, index) => {
    const match = opening.exec(line);
    if (!match || /^\s*(?:if|for|while|switch|catch|\}|return|describe|it|test)\b/.test(line)) return [];
    const end = lines.findIndex((later, at) => at > index && later.startsWith(`${match[1]}}`));
    return end < 0 ? [] : [{ name: `${path}:${index + 1}`, lines: end - index + 1 }];
  });
}

const share = (values: readonly number[], limit: number): number =>
  values.filter((value) => value <= limit).length / Math.max(1, values.length);

describe('the codebase', () => {
  it('is found at all', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(functionsOf).length).toBeGreaterThan(200);
  });

  it(`has no file over ${lineLimit} lines, and few long ones`, () => {
    const sizes = sources.map((path) => ({ path, lines: read(path).split('\n').length - 1 }));
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);

    expect(sizes.filter(({ lines }) => lines > lineLimit)).toEqual([]);
    expect(share(sorted, 250)).toBeGreaterThanOrEqual(shares.filesUpTo250);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(shares.medianFile);
  });

  it(`has no function over ${functionLineLimit} lines, and few long ones`, () => {
    const functions = sources.flatMap(functionsOf);

    expect(functions.filter(({ lines }) => lines > functionLineLimit)).toEqual([]);
    expect(
      share(
        functions.map(({ lines }) => lines),
        35,
      ),
    ).toBeGreaterThanOrEqual(shares.functionsUpTo35);
  });

  it('has npm scripts that every shell reads: quotes are double, since cmd knows no others', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

    expect(scripts.dev).toContain('"');
    expect(Object.values(scripts).filter((script) => script.includes("'"))).toEqual([]);
  });

  it('names files in kebab-case after what is in them', () => {
    const odd = files.filter((path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))*\.ts$/.test(basename(path)));
    const vague = files.filter((path) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\.|\/)/.test(path));

    expect([...odd, ...vague]).toEqual([]);
  });

  it('has files that can be read from the bottom up: no imports run in circles, types included', () => {
    const imports = new Map(
      sources.map((path) => [path, importsOf(path).map((specifier) => targetOf(path, specifier))]),
    );
    const circular = sources.filter((path) => reaches(imports, path, path));

    expect(circular.filter((path) => !knownCircles.has(path))).toEqual([]);
  });

  it('lets only services name services: what others know of one is in its contract', () => {
    const names = new Set(registry.flatMap(({ name, dataPlanes = [] }) => [name, ...dataPlanes.map((p) => p.name)]));
    // As a whole, or at the beginning of a collection's name.
    const literal = new RegExp(`(['"\`])(?:${[...names].join('|')})(?:\\1|/)`);
    const found = sources.filter((path) => namelessPlaces.test(path)).flatMap((path) => linesWith(path, literal));

    expect(names.size).toBeGreaterThan(10);
    expect(found.filter((line) => !namingServices.some((path) => line.startsWith(`${path}:`)))).toEqual([]);
    expect(namingServices.filter((path) => !found.some((line) => line.startsWith(`${path}:`)))).toEqual([]);
  });

  it('keeps what is for tests out of the product', () => {
    const build = JSON.parse(read('tsconfig.build.json')) as { readonly exclude: readonly string[] };
    const leaning = sources.filter((path) =>
      importsOf(path).some((specifier) => isForTests(targetOf(path, specifier))),
    );

    expect(leaning).toEqual([]);
    // The page of a report is for browsers: it has a configuration of its own, and is built as a text.
    expect(build.exclude).toEqual(['src/**/*.test.ts', 'src/**/testing', 'src/explore/report/page']);
  });

  it('declares where blobs are referred to in every service that puts some, since all others are deleted', () => {
    const putting = sources.filter(
      (path) => /\bblobs\.put\(/.test(read(path)) && path.startsWith('src/cloud/services/'),
    );
    const services = new Set(putting.map((path) => join('src/cloud/services', path.split('/')[3] ?? '', 'service.ts')));

    expect([...services].filter((path) => !/^ {2}blobs: /m.test(read(path)))).toEqual([]);
    expect(services.size).toBeGreaterThan(1);
  });

  it('takes time and randomness from the kernel alone', () => {
    const banned =
      /\bDate\.now\(|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\brandomUUID\(|\brandomBytes\(|new Date\(\)/;
    const found = sources
      .filter((path) => path.startsWith('src/cloud/') && !path.startsWith('src/cloud/kernel/'))
      // These run inside of execution environments, where time is the function's own.
      .filter((path) => !/\/lambda\/executors\/(?:process\/bootstrap|in-process)\//.test(path))
      .flatMap((path) => linesWith(path, banned));

    expect(found).toEqual([]);
  });

  it('keeps no state for the whole process: two clouds in it do not meet', () => {
    const stateful =
      /^(?:export )?(?:let|var) |^(?:export )?const (?![^=]*: Readonly(?:Set|Map)<)[^=]*= new (?:Map|Set|WeakMap|WeakSet|BoundedMap)\b|^(?:export )?const \w+ = new (?:WeakMap|Map)<$/;
    const found = sources
      // Runs in a child process of its own, for one function.
      .filter((path) => !path.includes('/lambda/executors/process/bootstrap/'))
      .flatMap((path) => linesWith(path, stateful))
      .map((line) => line.replace(/:\d+ /, ' ').replace(/^(\S+) (?:export )?(?:const|let) (\w+).*/, '$1 $2'));

    expect(found.filter((each) => !(each in stateOfProcess))).toEqual([]);
    expect(Object.keys(stateOfProcess).filter((each) => !found.includes(each))).toEqual([]);
  });

  it('has no escape hatches of the type system', () => {
    expect(sources.flatMap((path) => linesWith(path, /\bas any\b|: any\b|@ts-ignore|@ts-nocheck|<any>/))).toEqual([]);
  });

  it('keeps services from the running parts of others: they wake each other by kernel.signals', () => {
    const reaching = /\.runtime(?:Of)?\(|\b(?:kernel|runtime|signals)\b.*\bas unknown as\b|\bkernel\.services\b/;
    const found = sources
      .filter((path) => path.startsWith('src/cloud/services/'))
      .flatMap((path) => linesWith(path, reaching));

    expect(found).toEqual([]);
    expect("const signals = kernel.runtime('sqs') as QueueSignals").toMatch(reaching);
    expect("const signals = kernel.services.get('sqs')").toMatch(reaching);
    expect('const { pollers } = context.runtime as unknown as Pollers').toMatch(reaching);
    expect('const { metrics } = context.runtime;').not.toMatch(reaching);
  });

  it('does not load SDK clients into the product', () => {
    const found = sources.flatMap((path) =>
      linesWith(path, /^import (?!type\b)(?!\{ type [^,}]*\}).*'@aws-sdk\/client-/),
    );

    expect(found).toEqual([]);
  });
});

/** Code alone: what a comment says about `Date.now` is not a use of it. */
function linesWith(path: string, pattern: RegExp): string[] {
  return read(path)
    .split('\n')
    .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
    .filter(({ line }) => pattern.test(line) && !/^\s*(?:\/\/|\*|\/\*)/.test(line))
    .map(({ line, place }) => `${place} ${line.trim()}`);
}

/** Where code is for any service. The wire knows quirks of protocols, by the services that have them. */
const namelessPlaces = /^src\/(?:explore|cloud\/(?:kernel|calls|server|service-kit))\//;

/** What may name services there all the same. */
const namingServices: readonly string[] = [
  // The verbs of scenarios are a public API that speaks of services.
  'src/explore/simulation/scenario-calls.ts',
  // Signatures in URLs are S3's alone: a quirk of its protocol.
  'src/cloud/server/presigned-read.ts',
];

/** Collections and variables of modules that may change, and why nobody can tell. */
const stateOfProcess: Readonly<Record<string, string>> = {
  'src/cloud/services/cloudformation/engine/template/float-members.ts floats': 'by the parsed template itself',
  'src/cloud/services/cloudformation/engine/transforms/sam/language/legacy/legacy-hash.ts hashes':
    'hashes of texts, by the texts',
  'src/cloud/services/cloudformation/engine/transforms/sam/language/legacy/ordered-map.ts orders':
    'by the map of one transform',
  'src/cloud/services/cloudformation/engine/transforms/sam/language/legacy/ordered-map.ts lists':
    'by the list of one transform',
  'src/cloud/gateway/mapping-templates/effort.ts left':
    'of the one task that runs, which is synchronous; restored when it ends',
  'src/cloud/schedule-expressions/time-zone.ts formats': 'formatters of zones, the same whoever asks',
  'src/cloud/gateway/mapping-templates/input.ts readPaths': 'JSONPaths, by their text',
  'src/cloud/gateway/integrations/role-caller.ts known': 'who calls in a role, by its ARN',
  'src/cloud/services/events/archives/keep-in-archives.ts patterns': 'compiled patterns, by the immutable archives',
  'src/cloud/calls/authorize.ts decisions': 'what an immutable policy says to a question',
  'src/cloud/admin/chaos.ts ids': 'by the kernel that they belong to',
  'src/cloud/services/s3/metrics.ts toldDays': 'by the counter of one cloud',
  'src/cloud/services/s3/notifications/destinations.ts known': 'what a configuration asks for, by the immutable value',
  'src/cloud/services/sqs/metrics/queue-gauges.ts toldBy': 'by the counter of one cloud',
  'src/cloud/services/events/buses/bus-policy.ts parsed': 'parsed policies, by the immutable buses that have them',
  'src/cloud/services/events/rules/matching-rules.ts indexes': 'compiled rules, by the immutable revision of a bus',
  'src/cloud/services/events/rules/matching-rules.ts compiled': 'compiled patterns, by the immutable rules',
  'src/cloud/kernel/http.ts lowered': 'names in lower case, by the name',
  'src/cloud/services/kinesis/records/shard-of.ts openShards':
    'shards by their hash keys, by the immutable stream that they are made from',
  'src/cloud/services/lambda/access.ts parsed': 'parsed policies, by the immutable statements that they are made from',
  'src/cloud/services/sns/topics/policy.ts parsed': 'parsed policies, by the immutable topic',
  'src/cloud/services/sqs/access.ts parsed': 'parsed policies, by the immutable attributes of a queue',
  'src/cloud/services/dynamodb/tables/stream.ts arns': 'ARNs, by the immutable setting that they are made from',
  'src/cloud/services/lambda/executors/in-process/compile/script-cache.ts byPath':
    'programs; files of code never change',
  'src/cloud/services/lambda/executors/in-process/compile/script-cache.ts compiled': 'programs, by their source',
  'src/cloud/services/lambda/executors/in-process/resolve-module.ts found': 'paths; files of code never change',
  'src/cloud/services/lambda/executors/in-process/resolve-module.ts types':
    'kinds of modules; files of code never change',
  'src/cloud/services/lambda/executors/in-process/shims/with-members.ts read': 'descriptors, by the module of Node',
  'src/cloud/services/lambda/executors/in-process/stray-errors.ts users':
    'listeners are the whole process’s; errors go by environment',
  'src/cloud/services/lambda/executors/in-process/stray-errors.ts before': 'see above',
  'src/cloud/services/cloudwatch/alarms/evaluation.ts watched': 'keys of metrics, by the immutable alarm',
  'src/cloud/services/logs/ingestion/metrics-in-logs.ts compiled': 'patterns, by the immutable filter',
  'src/cloud/services/states/expressions/paths/parse-path.ts parsed': 'JSONPaths, by their text',
  'src/cloud/services/states/expressions/intrinsics/parse-call.ts parsed': 'calls of functions, by their text',
  'src/cloud/services/states/expressions/jsonata/syntax.ts known': 'parsed expressions, by their text',
  'src/cloud/services/states/expressions/jsonata/linear-regex.ts known': 'compiled patterns, by their text',
  'src/cloud/wire/identify/rest-router.ts routesOf': 'routes, by the model',
  'src/cloud/wire/model/models.ts models': 'AWS’s models, by the service',
  'src/cloud/wire/model/models.ts compiledFiles': 'compiled models, by their files',
  'src/cloud/wire/signatures/signed-request.ts signingKeys': 'signing keys, by secret, day, region and service',
};

/** To be untangled; nothing may be added. */
const knownCircles: ReadonlySet<string> = new Set([]);

/** Whether a way of one import at least leads from a file to another. */
function reaches(imports: ReadonlyMap<string, readonly string[]>, from: string, target: string): boolean {
  const seen = new Set<string>();
  const waiting = [...(imports.get(from) ?? [])];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path === target) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...(imports.get(path) ?? []));
  }
  return false;
}
