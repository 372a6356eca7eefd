import type {
  GetLayerVersionResponse,
  GetPolicyResponse,
  LayersListItem,
  LayerVersionsListItem,
} from '@aws-sdk/client-lambda';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Properties, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present, ResourceGone } from '../../../service-kit/resource-reading.ts';

interface Statement {
  readonly Sid?: string;
  readonly Action?: string;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Properties that are conditions of the statement, by their keys. */
const conditionKeys: Readonly<Record<string, string>> = {
  'AWS:SourceArn': 'SourceArn',
  'AWS:SourceAccount': 'SourceAccount',
  'aws:PrincipalOrgID': 'PrincipalOrgID',
  'lambda:EventSourceToken': 'EventSourceToken',
  'lambda:FunctionUrlAuthType': 'FunctionUrlAuthType',
};

function principalOf(principal: unknown): unknown {
  if (!isJsonObject(principal)) return principal;
  return principal.Service ?? principal.AWS;
}

function propertiesOf(statement: Statement): Properties {
  const conditions = Object.values(statement.Condition ?? {}).flatMap((one) => Object.entries(one));
  const named = conditions.flatMap(([key, value]) => {
    const name = conditionKeys[key];
    return name === undefined ? [] : [[name, value] as const];
  });
  const isViaUrl = conditions.some(([key]) => key === 'lambda:InvokedViaFunctionUrl');
  return {
    ...Object.fromEntries(named),
    Action: statement.Action,
    InvokedViaFunctionUrl: isViaUrl ? true : undefined,
    Principal: principalOf(statement.Principal),
  };
}

async function statementsOf(FunctionName: string, calls: Parameters<ResourceReading['read']>[1]) {
  const { Policy = '{}' } = await calls.call<GetPolicyResponse>('lambda', 'GetPolicy', addressOf(FunctionName));
  return (parseJsonObject(Policy)?.Statement ?? []) as readonly Statement[];
}

/** `NAME:QUALIFIER` and ARNs of both have policies of their own, which are asked for by the qualifier. */
function addressOf(name: string): object {
  const [, FunctionName, Qualifier] = /^((?:arn:[^:]+:lambda:[^:]*:\d*:function:)?[^:]+):([^:]+)$/.exec(name) ?? [];
  return FunctionName === undefined ? { FunctionName: name } : { FunctionName, Qualifier };
}

/** What a permission is: one statement of the policy of its function. */
export const permissionReading: ResourceReading = {
  identifiers: ['FunctionName', 'Id'],
  properties: [...Object.values(conditionKeys), 'Action', 'FunctionName', 'InvokedViaFunctionUrl', 'Principal'],
  async read({ FunctionName = '', Id = '' }, calls) {
    const statement = (await statementsOf(FunctionName, calls)).find(({ Sid }) => Sid === Id);
    if (!statement) throw new ResourceGone(`Statement ${Id} is not found in resource policy.`);
    return present({ ...propertiesOf(statement), FunctionName, Id });
  },
  async list(calls, { FunctionName }) {
    const name = String(FunctionName);
    return (await statementsOf(name, calls)).map(({ Sid = '' }) => ({ FunctionName: name, Id: Sid }));
  },
  physicalId: ({ Id = '' }) => Id,
};

/** What a version of a layer is. */
export const layerVersionReading: ResourceReading = {
  identifiers: ['LayerVersionArn'],
  properties: ['CompatibleArchitectures', 'CompatibleRuntimes', 'Description', 'LayerName', 'LicenseInfo'],
  writeOnly: ['Content'],
  async read({ LayerVersionArn: Arn = '' }, calls) {
    const told = await calls.call<GetLayerVersionResponse>('lambda', 'GetLayerVersionByArn', { Arn });
    return present({
      ...pick(told, ['CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo']),
      Description: told.Description || undefined,
      LayerName: Arn.split(':').at(-2),
      LayerVersionArn: Arn,
    });
  },
  async list(calls, { LayerName: one }) {
    const paging = { token: ['NextMarker', 'Marker'] } as const;
    const layers = await allOf<LayersListItem>(calls, 'lambda', 'ListLayers', { ...paging, items: 'Layers' });
    const names = one === undefined ? layers.map(({ LayerName }) => LayerName) : [one];
    const found: LayerVersionsListItem[] = [];
    for (const LayerName of names) {
      const input = { LayerName };
      found.push(
        ...(await allOf<LayerVersionsListItem>(calls, 'lambda', 'ListLayerVersions', {
          ...paging,
          input,
          items: 'LayerVersions',
        })),
      );
    }
    return found.map(({ LayerVersionArn = '' }) => ({ LayerVersionArn }));
  },
};
