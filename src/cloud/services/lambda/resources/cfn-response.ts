/**
 * The module that AWS puts beside inline code, so that it can answer as a custom resource: `cfn-response` for Node,
 * `cfnresponse` for Python. These are our own, to the signature that AWS documents.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
const node = `'use strict';
exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';

exports.send = function (event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const url = new URL(event.ResponseURL);
  const options = {
    hostname: url.hostname,
    port: url.port || 443,
    path: url.pathname + url.search,
    method: 'PUT',
    headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) },
  };
  return new Promise((resolve) => {
    const end = () => {
      if (typeof context.done === 'function') context.done();
      resolve();
    };
    const request = require('https').request(options, (response) => {
      response.resume();
      response.on('end', end);
    });
    request.on('error', (error) => {
      console.log('cfn-response: the answer was not delivered: ' + error.message);
      end();
    });
    request.end(body);
  });
};
`;

const python = `import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps({
        "Status": responseStatus,
        "Reason": reason or "See the details in CloudWatch Log Stream: " + context.log_stream_name,
        "PhysicalResourceId": physicalResourceId or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, headers={"content-type": ""}, method="PUT")
    try:
        urllib.request.urlopen(request).close()
    except Exception as error:
        print("cfnresponse: the answer was not delivered:", error)
`;

/** File name and text of the module for a runtime. */
export const responseModule = (isPython: boolean): readonly [string, string] =>
  isPython ? ['cfnresponse.py', python] : ['cfn-response.js', node];
