import { expect, it } from 'vitest';
import { importsBetween, sources } from './sources.ts';

/** What package.json exports. */
const publicApi = ['src/index.ts', 'src/vitest.ts', 'src/testcontainers.ts'];

/**
 * Dependencies point one way. The part of a file is the longest folder of these that it is in; a part may import from
 * itself and from those named here.
 */
const parts: Readonly<Record<string, readonly string[]>> = {
  'src/cloud/kernel': [],
  'src/cloud/policy': ['src/cloud/kernel'],
  'src/cloud/wire': ['src/cloud/kernel'],
  'src/cloud/event-patterns': ['src/cloud/kernel'],
  'src/cloud/schedule-expressions': ['src/cloud/kernel'],
  // The contract holds policies of resources.
  'src/cloud/service-kit': ['src/cloud/kernel', 'src/cloud/policy'],
  'src/cloud/gateway': ['src/cloud/kernel', 'src/cloud/policy', 'src/cloud/service-kit', 'src/cloud/telemetry'],
  'src/cloud/delivery': ['src/cloud/kernel', 'src/cloud/policy', 'src/cloud/service-kit'],
  'src/cloud/event-sources': [
    'src/cloud/kernel',
    'src/cloud/event-patterns',
    'src/cloud/service-kit',
    'src/cloud/delivery',
    'src/cloud/telemetry',
  ],
  'src/cloud/resource-types': ['src/cloud/kernel', 'src/cloud/policy', 'src/cloud/service-kit'],
  'src/cloud/telemetry': ['src/cloud/kernel', 'src/cloud/policy', 'src/cloud/service-kit'],
  'src/cloud/services': [
    'src/cloud/kernel',
    'src/cloud/policy',
    'src/cloud/service-kit',
    'src/cloud/gateway',
    'src/cloud/delivery',
    'src/cloud/telemetry',
    'src/cloud/resource-types',
    'src/cloud/event-patterns',
    'src/cloud/event-sources',
    'src/cloud/schedule-expressions',
  ],
  // The registry, calls, the server, the admin API and what puts a cloud together: all of the above.
  'src/cloud': ['src/cloud'],
  'src/harness': publicApi,
  'src/explore': publicApi,
  'src/cli': [...publicApi, 'src/harness', 'src/explore', 'src/cloud'],
  src: ['src'],
};

const folders = Object.keys(parts).sort((a, b) => b.length - a.length);
const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const partOf = (path: string): string => folders.find((folder) => isWithin(path, folder)) ?? '';
const serviceOf = (path: string): string | undefined => /^src\/cloud\/services\/([^/]+)\//.exec(path)?.[1];

function isAllowed(from: string, to: string): boolean {
  const [service, other] = [serviceOf(from), serviceOf(to)];
  if (service !== undefined && other !== undefined) return service === other;
  const part = partOf(from);
  return partOf(to) === part || (parts[part] ?? []).some((folder) => isWithin(to, folder));
}

/**
 * What points the wrong way today, counted by the part or the file it leads from and to: to be untangled. A count may
 * only fall; when one has fallen, it is written down here.
 */
const known: Readonly<Record<string, number>> = {
  'src/cloud/service-kit/contract.ts → src/cloud/wire/model/model-format.ts': 1,
  'src/cloud/service-kit/contract.ts → src/cloud/wire/model/models.ts': 1,
  'src/cloud/services/apigateway/execute/authorizers/authorize-iam.ts → src/cloud/wire/request/query-parameters.ts': 1,
  'src/cloud/services/apigateway/execute/authorizers/authorize-iam.ts → src/cloud/wire/signatures/signed-request.ts': 1,
  'src/cloud/services/apigateway/execute/authorizers/authorize-iam.ts → src/cloud/wire/signatures/sigv4.ts': 1,
  'src/cloud/services/apigateway/workflow-tasks.ts → src/cloud/wire/signatures/sign-request.ts': 1,
  'src/cloud/services/apigateway/workflow-tasks.ts → src/cloud/wire/signatures/signed-request.ts': 1,
  'src/cloud/services/apigatewayv2/execute/authorizers/authorize-iam.ts → src/cloud/wire/request/query-parameters.ts': 1,
  'src/cloud/services/apigatewayv2/execute/authorizers/authorize-iam.ts → src/cloud/wire/signatures/signed-request.ts': 1,
  'src/cloud/services/apigatewayv2/execute/authorizers/authorize-iam.ts → src/cloud/wire/signatures/sigv4.ts': 1,
  'src/cloud/services/lambda/urls/url-access.ts → src/cloud/wire/request/query-parameters.ts': 1,
  'src/cloud/services/lambda/urls/url-access.ts → src/cloud/wire/signatures/signed-request.ts': 1,
  'src/cloud/services/lambda/urls/url-access.ts → src/cloud/wire/signatures/sigv4.ts': 1,
  'src/explore/accepted-findings.ts → src/cloud/kernel': 1,
  'src/explore/budget.ts → src/cloud/kernel': 2,
  'src/explore/elsewhere → src/cloud/cloud.ts': 1,
  'src/explore/elsewhere → src/cloud/gateway': 1,
  'src/explore/elsewhere → src/cloud/kernel': 16,
  'src/explore/elsewhere → src/cloud/server': 1,
  'src/explore/elsewhere → src/cloud/service-kit': 1,
  'src/explore/elsewhere → src/cloud/wire': 2,
  'src/explore/elsewhere → src/harness/cloud-client.ts': 2,
  'src/explore/elsewhere → src/harness/stack-resources.ts': 1,
  'src/explore/elsewhere → src/harness/targets': 5,
  'src/explore/exploration.ts → src/cloud/cloud-options.ts': 1,
  'src/explore/exploration.ts → src/cloud/kernel': 1,
  'src/explore/explore.ts → src/cloud/kernel': 1,
  'src/explore/explore.ts → src/harness/own-directory.ts': 1,
  'src/explore/faults → src/cloud/kernel': 4,
  'src/explore/judge → src/cloud/kernel': 1,
  'src/explore/load-file.ts → src/cloud/kernel': 1,
  'src/explore/lower-level.ts → src/cloud/kernel': 1,
  'src/explore/report → src/harness/history': 1,
  'src/explore/run → src/cloud/gateway': 1,
  'src/explore/run → src/cloud/kernel': 19,
  'src/explore/run → src/cloud/rotate-secret.ts': 1,
  'src/explore/run → src/cloud/services': 3,
  'src/explore/search → src/cloud/kernel': 3,
  'src/explore/simulation → src/cloud/cloud-options.ts': 1,
  'src/explore/simulation → src/cloud/cloud.ts': 2,
  'src/explore/simulation → src/cloud/gateway': 1,
  'src/explore/simulation → src/cloud/kernel': 11,
  'src/explore/simulation → src/cloud/service-kit': 3,
  'src/explore/simulation → src/cloud/wire': 1,
  'src/explore/simulation → src/cloud/services': 3,
  'src/explore/simulation → src/harness/cloud-client.ts': 4,
  'src/explore/simulation → src/harness/deploy-template.ts': 1,
  'src/explore/simulation → src/harness/deploy.ts': 1,
  'src/explore/simulation → src/harness/stack-resources.ts': 2,
  'src/explore/simulation → src/harness/synthesize-once.ts': 1,
  'src/harness/assembly.ts → src/cloud/kernel': 1,
  'src/harness/cloud-client.ts → src/cloud/admin': 2,
  'src/harness/cloud-client.ts → src/cloud/cloud.ts': 1,
  'src/harness/cloud-client.ts → src/cloud/kernel': 2,
  'src/harness/deploy-template.ts → src/cloud/kernel': 1,
  'src/harness/deploy.ts → src/cloud/kernel': 1,
  'src/harness/deployment.ts → src/cloud/client-config.ts': 1,
  'src/harness/deployment.ts → src/cloud/cloud-options.ts': 1,
  'src/harness/deployment.ts → src/cloud/cloud.ts': 1,
  'src/harness/deployment.ts → src/cloud/kernel': 1,
  'src/harness/file-asset.ts → src/cloud/kernel': 1,
  'src/harness/follow-stack.ts → src/cloud/kernel': 1,
  'src/harness/legacy-assets.ts → src/cloud/kernel': 1,
  'src/harness/local-url.ts → src/cloud/kernel': 1,
  'src/harness/remote-faults.ts → src/cloud/kernel': 1,
  'src/harness/synthesis → src/cloud/kernel': 1,
  'src/harness/synthesize-once.ts → src/cloud/version.ts': 1,
  'src/harness/targets → src/cloud/client-config.ts': 1,
  'src/harness/targets → src/cloud/cloud-options.ts': 1,
  'src/harness/targets → src/cloud/cloud.ts': 2,
  'src/harness/targets → src/cloud/kernel': 11,
  'src/harness/targets → src/cloud/services': 1,
  'src/harness/testcontainers → src/cloud/client-config.ts': 1,
  'src/harness/testcontainers → src/cloud/kernel': 2,
  'src/harness/testcontainers → src/cloud/version.ts': 1,
  'src/harness/vitest.ts → src/cloud/cloud.ts': 1,
};

/** `src/explore/run`; of a file that is in no such folder, its own name. */
const folderOf = (path: string): string => path.split('/').slice(0, 3).join('/');

/** Inside of the cloud each file is named; what stands around it is counted by folder, there is too much of it. */
const nameOf = (from: string, to: string): string =>
  from.startsWith('src/cloud/') ? `${from} → ${to}` : `${folderOf(from)} → ${folderOf(to)}`;

it('dependencies point one way', () => {
  const counts: Record<string, number> = {};
  for (const { from, to } of importsBetween()) {
    if (isAllowed(from, to)) continue;
    const name = nameOf(from, to);
    counts[name] = (counts[name] ?? 0) + 1;
  }

  expect(counts).toEqual(known);
});

it('every file of the product is in a part', () => {
  expect(sources.filter((path) => partOf(path) === '')).toEqual([]);
  expect(importsBetween().length).toBeGreaterThan(1000);
});
