/**
 * `node --import` of this file, with `AWS_ENDPOINT_URL` set, is all that a program with version 2 of the AWS SDK needs to
 * find the cloud: the Serverless Framework 3 and `osls` 3 are such programs.
 */
import { resolvePrefixedHosts } from '../../cloud/services/lambda/executors/process/bootstrap/host-prefixes.ts';
import { directSdkV2 } from '../../cloud/services/lambda/executors/process/bootstrap/sdk-v2-endpoint.ts';

const { AWS_ENDPOINT_URL } = process.env;
if (AWS_ENDPOINT_URL) {
  directSdkV2(AWS_ENDPOINT_URL);
  resolvePrefixedHosts(AWS_ENDPOINT_URL);
}
