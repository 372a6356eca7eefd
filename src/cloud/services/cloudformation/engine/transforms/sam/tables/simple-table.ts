import type { SamType } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { expectPresent } from '../language/expect.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, isTruthy } from '../language/values.ts';
import { dynamoDbTable } from '../resources/dynamodb.ts';
import { isAMap, isAnInteger, isAText, isMapOf, isOneOf, optional, passed } from '../resources/property.ts';
import { Resource } from '../resources/resource.ts';
import { tagList } from '../resources/tags.ts';

const attributeTypes: ReadonlyMap<unknown, string> = new Map([
  ['String', 'S'],
  ['Number', 'N'],
  ['Binary', 'B'],
]);

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html */
export const simpleTable: SamType = {
  type: 'AWS::Serverless::SimpleTable',
  properties: {
    PointInTimeRecoverySpecification: passed(),
    PrimaryKey: optional(isMapOf(isAText)),
    ProvisionedThroughput: optional(isMapOf(isOneOf(isAnInteger, isAMap))),
    TableName: optional(isOneOf(isAText, isAMap)),
    Tags: optional(isAMap),
    SSESpecification: optional(isAMap),
  },
  toCloudFormation: (resource) => {
    const { logicalId, dependsOn, attributes } = resource;
    const table = new Resource(dynamoDbTable, logicalId, { dependsOn, attributes });
    const key = keyOf(resource);
    table.set('AttributeDefinitions', [key]);
    table.set('KeySchema', [{ AttributeName: key.AttributeName, KeyType: 'HASH' }]);
    if (isTruthy(resource.get('ProvisionedThroughput'))) copy('ProvisionedThroughput');
    else table.set('BillingMode', 'PAY_PER_REQUEST');
    for (const name of ['PointInTimeRecoverySpecification', 'SSESpecification', 'TableName']) copy(name);
    const tags = resource.get('Tags') as Fields | undefined;
    if (isTruthy(tags)) table.set('Tags', tagList(tags));
    return [table];

    function copy(name: string) {
      const value = resource.get(name);
      if (isTruthy(value)) table.set(name, value);
    }
  },
};

function keyOf(resource: Resource): { readonly AttributeName: unknown; readonly AttributeType: string } {
  const key = resource.get('PrimaryKey') as Fields | undefined;
  if (!isTruthy(key) || !key) return { AttributeName: 'id', AttributeType: 'S' };
  const { logicalId: id } = resource;
  const AttributeName = expectPresent(key.Name, { id, path: 'PrimaryKey.Name' });
  const type = expectPresent(key.Type, { id, path: 'PrimaryKey.Type' });
  const AttributeType = attributeTypes.get(type);
  if (AttributeType === undefined) throw new InvalidResource(id, `Invalid 'Type' "${pythonText(type)}".`);
  return { AttributeName, AttributeType };
}
