/** Policy documents for the tests of IAM. */
export const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const readTable = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }],
});

/** As IAM gives documents back: percent-encoded by RFC 3986, which leaves fewer characters than `encodeURIComponent`. */
export const encoded = (document: string): string => encodeURIComponent(document).replaceAll('*', '%2A');
