import { type OperationModel, type ServiceModel, unitStructure } from '../model/model.ts';
import { xmlDeclaration } from '../rest/rest-output.ts';
import { rootNamespace, writeXmlMembers } from '../xml/xml-writer.ts';

/** The answer of the query protocol; https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#response-serialization */
export function writeQueryOutput(
  model: ServiceModel,
  { name, output: shape }: OperationModel,
  output: unknown,
  requestId: string,
): string {
  // A result without members is written, too: botocore insists on it. Only what has no result at all has none.
  const members = shape === unitStructure ? undefined : writeXmlMembers(shape, output);
  const result = members === undefined ? '' : elementOf(`${name}Result`, members);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `${queryProlog(model)}<${name}Response${rootNamespace(model)}>${result}${metadata}</${name}Response>`;
}

/** The answer of EC2's protocol; https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#response-serialization */
export function writeEc2Output(
  model: ServiceModel,
  { name, output: shape }: OperationModel,
  output: unknown,
  requestId: string,
): string {
  const members = `<requestId>${requestId}</requestId>${writeXmlMembers(shape, output)}`;
  return `${xmlDeclaration}<${name}Response${rootNamespace(model)}>${members}</${name}Response>`;
}

const elementOf = (name: string, content: string): string =>
  content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;

/** SQS alone begins its documents as XML does. */
export const queryProlog = (model: ServiceModel | undefined): string =>
  model?.service === 'sqs' ? '<?xml version="1.0"?>' : '';
