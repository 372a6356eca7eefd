import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

interface Request {
  readonly body?: string;
  readonly pathParameters?: { readonly id: string };
}

const client = new DynamoDBClient();
const { NOTES_TABLE: TableName, GREETING, ACCOUNT, LEVEL } = process.env;

export async function create({ body = '{}' }: Request) {
  const { id, text } = JSON.parse(body) as { id: string; text: string };
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, text: { S: text } } }));
  console.log(`created ${id}`);
  return { statusCode: 201, body: JSON.stringify({ id, greeting: GREETING, account: ACCOUNT, level: LEVEL }) };
}

export async function read({ pathParameters }: Request) {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: pathParameters?.id ?? '' } } }));
  return Item ? { text: Item.text?.S } : { statusCode: 404 };
}

export async function listen(event: object) {
  console.log(`heard ${JSON.stringify(event)}`);
  return { batchItemFailures: [] };
}
