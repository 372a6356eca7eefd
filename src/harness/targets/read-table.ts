import { plainItem } from '../../cloud/services/dynamodb/values/plain-item.ts';
import type { CloudClient } from '../cloud-client.ts';

type Item = Readonly<Record<string, object>>;

/** All items of a table as plain objects, read through the API: tables of tests are small. */
export async function readTable(aws: CloudClient, TableName: string): Promise<object[]> {
  const items: object[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page: { readonly Items?: readonly Item[]; readonly LastEvaluatedKey?: Item } = await aws.call(
      'dynamodb',
      'Scan',
      { TableName, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) },
    );
    items.push(...(page.Items ?? []).map(plainItem));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}
