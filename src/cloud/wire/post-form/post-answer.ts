import type { HttpRequest, HttpResponse } from '../../kernel/http.ts';
import { xmlDeclaration } from '../rest/rest-output.ts';
import { encodeRfc3986 } from '../signatures/signed-request.ts';
import { escapeXml } from '../xml/xml-tree.ts';
import type { PostForm } from './read-form.ts';

/** Fields that an upload by PUT has as headers of the same name. */
const headerFields = /^(?:x-amz-.*|cache-control|content-type|content-disposition|content-encoding|expires)$/;
const ownOfForm = /^x-amz-(?:signature|credential|algorithm|date|security-token)$/;

/** The upload that the form stands for, as a PUT. */
export function putRequestOf(form: PostForm, request: HttpRequest): HttpRequest {
  const headers: Record<string, string> = {};
  if (form.fileType !== undefined) headers['content-type'] = form.fileType;
  for (const [name, value] of form.fields) {
    if (headerFields.test(name) && !ownOfForm.test(name)) headers[name] = value;
  }
  const [acl, tagging] = [form.fields.get('acl'), form.fields.get('tagging')];
  if (acl !== undefined) headers['x-amz-acl'] = acl;
  if (tagging !== undefined) headers['x-amz-tagging'] = taggingHeader(tagging);
  return { ...request, method: 'PUT', query: '', headers, body: form.file };
}

/** Forms tell tags as a document: `<Tagging><TagSet><Tag><Key>…`. */
function taggingHeader(document: string): string {
  const tags = document.matchAll(/<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>/g);
  return [...tags].map(([, key = '', value = '']) => `${encodeRfc3986(key)}=${encodeRfc3986(value)}`).join('&');
}

/** The answer to PutObject, as the form wants to have it: a redirect, or one of three statuses. */
export function postAnswer(form: PostForm, put: HttpResponse): HttpResponse {
  const { fields, bucket, key, host } = form;
  const etag = String(put.headers.etag ?? '');
  const location = `http://${host}/${bucket}/${key.split('/').map(encodeRfc3986).join('/')}`;
  const headers = { ...put.headers, location };
  const redirect = redirectOf(fields.get('success_action_redirect') ?? fields.get('redirect'));
  if (redirect) {
    for (const [name, value] of Object.entries({ bucket, key, etag })) redirect.searchParams.append(name, value);
    return { status: 303, headers: { ...headers, location: redirect.href }, body: '' };
  }
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers, body: '' };
  if (status !== '201') return { status: 204, headers, body: '' };
  const members = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  const elements = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `${xmlDeclaration}<PostResponse>${elements.join('')}</PostResponse>`,
  };
}

/** What is no address is as if it was not there. */
const redirectOf = (url: string | undefined): URL | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
