import { AwsError, UnsupportedError } from '../../../cloud/kernel/errors.ts';
import { isRecord } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import { emulated, type Finding, type Judgement, refused, unknown } from '../finding.ts';
import type { Judges } from '../judge/judges.ts';

/** Whether a document describes an API for API Gateway: others are no business of AWS's. */
export const isApiGatewayDocument = ({ value, text }: Document): boolean =>
  isRecord(value) && ('openapi' in value || 'swagger' in value) && /x-amazon-apigateway-/.test(text);

/** What is found of a document: whether API Gateway takes it, by trying. */
export async function checkOpenApi(document: Document, judges: Judges): Promise<Finding[]> {
  const { file, lines, text } = document;
  const place = { file, line: lineAt(lines, ['openapi']) };
  // What functions of a template will put in is not known.
  const isWhole = !/Fn::|\$\{|^\s*[\w-]+:\s+!(?:Sub|Ref|GetAtt)/m.test(text);
  const judgement = isWhole ? await judgeDocument(document, judges) : emulated;
  return [{ subject: 'resource', what: 'OpenAPI document', ...place, ...judgement }];
}

/** HTTP APIs alone have a version of what they hand to functions. */
async function judgeDocument({ value, text }: Document, { trial }: Judges): Promise<Judgement> {
  const body = JSON.stringify(value);
  const { call } = trial.stack()('Api');
  const isHttp = /payloadFormatVersion|x-amazon-apigateway-cors/.test(text);
  try {
    if (isHttp) await call('apigatewayv2', 'ImportApi', { Body: body });
    else await call('apigateway', 'ImportRestApi', { body: Buffer.from(body) });
    return emulated;
  } catch (error) {
    if (error instanceof UnsupportedError) return refused(`Squall does not emulate ${error.feature}`);
    if (error instanceof AwsError) return unknown(error.message);
    throw error;
  }
}
