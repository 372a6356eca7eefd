exports.main = async ({ path, requestContext }) => ({
  statusCode: 200,
  body: JSON.stringify({ path, who: requestContext.authorizer?.principalId }),
});

exports.authorize = async ({ authorizationToken, methodArn }) => ({
  principalId: authorizationToken,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn }],
  },
});
