/** Without the SDK, so that cold starts are short: one signed-looking POST for each call. */
const post = `
const post = async (service, target, version, input) => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-' + version,
      'x-amz-target': target,
      authorization: 'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/' + service +
        '/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text === '' ? {} : JSON.parse(text);
};`;

/** Leaves a marker for each id that it is told of: by an event, a message, a notification, or a record of a stream. */
export const marker = `${post}
const idsIn = ({ id, detail, Records }) =>
  Records?.map(({ body, Sns, dynamodb }) => body ?? Sns?.Message ?? dynamodb.Keys.id.S) ?? [detail?.id ?? id];
exports.handler = async (event) => {
  for (const id of idsIn(event)) {
    await post('dynamodb', 'DynamoDB_20120810.PutItem', '1.0', { TableName: 'markers', Item: { id: { S: id } } });
  }
};`;

/** As AWS's template has it: each step may come again. */
export const rotator = `${post}
const call = (operation, input) => post('secretsmanager', 'secretsmanager.' + operation, '1.1', input);
exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
  const { VersionIdsToStages } = await call('DescribeSecret', { SecretId });
  if (VersionIdsToStages[ClientRequestToken]?.includes('AWSCURRENT')) return;
  if (Step === 'createSecret') {
    await call('PutSecretValue', { SecretId, ClientRequestToken, SecretString: 'new', VersionStages: ['AWSPENDING'] });
  }
  if (Step === 'finishSecret') {
    const [current] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'));
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken };
    await call('UpdateSecretVersionStage', { ...move, RemoveFromVersionId: current });
  }
};`;
