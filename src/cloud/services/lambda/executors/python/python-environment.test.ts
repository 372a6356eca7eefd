import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inProcessCloud, type Setting } from '../in-process/testing/in-process-cloud.ts';

const hasPython = ((): boolean => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('!! NO PYTHON: shimmed environments of Python were NOT tested, as they need python3.');
    return false;
  }
})();

const python: Setting = { runtime: 'python3.11' };

/** The reply to one event, and what was told of the environment. */
async function run(body: string, setting: Setting = {}) {
  const code = `import time, os, random, uuid, datetime\n${body}`;
  await using subject = await inProcessCloud({ 'index.py': code }, { ...python, ...setting });
  const reply = await subject.invoke({ a: 'ü' });
  return { reply, refused: subject.events.flatMap((each) => (each.kind === 'refused' ? [each.what] : [])), subject };
}

const handler = (...lines: readonly string[]): string =>
  `def handler(event, context):\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe.skipIf(!hasPython)('a shimmed Python', { timeout: 60_000 }, () => {
  it('answers events, keeps its globals, and logs what it prints in order', async () => {
    const code = `n = 0\n${handler('global n', 'n += 1', 'print("one", n)', 'import sys; print("two", file=sys.stderr)', 'return [n, event, context.get_remaining_time_in_millis()]')}`;
    await using subject = await inProcessCloud({ 'index.py': code }, python);

    const first = await subject.invoke({ a: 'ü' });
    const second = await subject.invoke({});

    expect([first, second]).toEqual([
      [1, { a: 'ü' }, 10_000],
      [2, {}, 10_000],
    ]);
    expect(subject.logs()).toMatch(/one 1\n[\s\S]*two\n[\s\S]*one 2/);
  });

  it('has the cloud’s time, which passes in sleeps alone', async () => {
    const clocks = [
      'time.time()',
      'time.monotonic()',
      'time.time_ns() / 1e9',
      'datetime.datetime.now().timestamp()',
      'datetime.datetime.now(datetime.timezone.utc).timestamp()',
    ];
    const { reply } = await run(
      handler(
        'from datetime import datetime as d, date',
        `look = lambda: [${clocks.join(', ')}]`,
        'before = look()',
        'sum(range(1000000))',
        'same = look() == before',
        'time.sleep(2.5)',
        'after = look()',
        'kinds = [isinstance(d.now(), date), type(d.now() + datetime.timedelta(1)) is d, repr(date(2026, 1, 5)), d.now().date() == date.today()]',
        'return [same, [round(b - a, 3) for a, b in zip(before, after)], kinds, abs(d.now().timestamp() - time.time()) < 1e-3]',
      ),
    );

    expect(reply).toEqual([true, [2.5, 2.5, 2.5, 2.5, 2.5], [true, true, 'datetime.date(2026, 1, 5)', true], true]);
  });

  it('draws the same from the same seed', async () => {
    const code = handler(
      'import secrets, tempfile',
      'return [random.random(), str(uuid.uuid4()), uuid.uuid1().clock_seq, os.urandom(4).hex(), secrets.token_hex(4), random.Random().random(), next(tempfile._get_candidate_names()), hash("a"), os.getpid()]',
    );

    const [one, other] = [(await run(code)).reply, (await run(code)).reply] as [unknown[], unknown[]];

    expect(one).toEqual(other);
    expect(new Set(one.map(String)).size).toBe(one.length);
  });

  it.each([
    ['a thread', 'import threading; threading.Thread(target=print).start()', 'threading.Thread'],
    [
      'a pool of threads',
      'from concurrent.futures import ThreadPoolExecutor as P; P().submit(print)',
      'concurrent.futures.ThreadPoolExecutor',
    ],
    ['another process', 'import subprocess; subprocess.run(["id"])', 'subprocess.Popen'],
    ['a shell', 'os.system("id")', 'os.system'],
    ['a fork', 'os.fork()', 'os.fork'],
    ['an alarm', 'import signal; signal.alarm(1)', 'signal.alarm'],
    ['a server', 'import socket; socket.socket().listen()', 'socket.listen'],
    [
      'a protocol of its own',
      'import socket; s = socket.create_connection(("db.test", 5432)); s.sendall(b"hello"); s.recv(1)',
      'a connection to db.test:5432 that does not speak HTTP',
    ],
    [
      'a socket of C',
      'import _socket; _socket.socket().connect(("127.0.0.1", 9))',
      "a socket that is not Python's own",
    ],
  ])('refuses %s by its name', async (_what, line, name) => {
    const { reply, refused } = await run(handler(line, 'return "done"'));

    expect(refused).toContain(name);
    expect(reply).toMatchObject({ errorType: 'NotOwned', errorMessage: expect.stringContaining(name) });
  });

  it.skipIf(process.platform !== 'linux')('finds sockets that native code has opened', async () => {
    const open = 'import ctypes; ctypes.CDLL(None).socket(2, 1, 0); time.sleep(1)';

    const { refused } = await run(handler(open, 'return "done"'));

    expect(refused).toEqual(['a socket of native code']);
  });

  it('breaks off loops without an end, and says where', async () => {
    const { reply, subject } = await run(handler('while True: pass'));

    expect(reply).toMatchObject({ errorMessage: expect.stringContaining('Task timed out after 10.00 seconds') });
    expect(subject.events).toContainEqual(expect.objectContaining({ kind: 'looped', where: 'index.py:3' }));
  });

  it('ends as a process ends, and has a directory of its own', async () => {
    const code = `import os\n${handler(
      'seen = os.path.exists("/tmp/mine")',
      'open("/tmp/mine", "w").write("x")',
      'if "end" in event: os._exit(3)',
      'return [seen, open("/tmp/mine").read(), os.listdir("/tmp")]',
    )}`;
    await using subject = await inProcessCloud({ 'index.py': code }, python);

    expect(await subject.invoke({ end: 1 })).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 3'),
    });
    expect(await subject.invoke({})).toEqual([true, 'x', ['mine']]);
  });

  it('waits in virtual time for locks, events and loops of asyncio', async () => {
    const { reply } = await run(
      handler(
        'import threading, asyncio, queue',
        'start = time.time()',
        'kept = threading.Event().wait(1.5)',
        'asyncio.run(asyncio.sleep(2))',
        'try: queue.Queue().get(timeout=0.5)',
        'except queue.Empty: pass',
        'return [kept, round(time.time() - start, 2)]',
      ),
    );

    expect(reply).toEqual([false, 4]);
  });

  it('sends requests of urllib to whoever plays the world outside, and gives them up when their time is over', async () => {
    const seen: string[] = [];
    const { reply } = await run(
      `import urllib.request, urllib.error, http.client, json\n${handler(
        'made = urllib.request.urlopen(urllib.request.Request("https://pay.test/charges?a=1", data=b"{}", method="POST", headers={"Idempotency-Key": "k"}))',
        'answers = [made.status, json.load(made)]',
        'c = http.client.HTTPConnection("plain.test", 8080, timeout=3); c.request("PUT", "/x", body=iter([b"ab", b"c"]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"}); answers.append(c.getresponse().read().decode())',
        'start = time.time()',
        'for path in ("hang", "reset"):',
        '    try: urllib.request.urlopen("https://pay.test/" + path, timeout=2.5)',
        '    except OSError as error: answers.append(type(getattr(error, "reason", error)).__name__)',
        'return answers + [time.time() - start]',
      )}`,
      {
        outbound: async ({ method, url, headers, body }) => {
          seen.push(`${method} ${url} ${headers['idempotency-key'] ?? ''} ${Buffer.from(body)}`);
          if (url.endsWith('hang')) return new Promise(() => {});
          if (url.endsWith('reset')) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
          return { status: 201, headers: { 'content-type': 'application/json' }, body: '{"id":1}' };
        },
      },
    );

    expect(seen.slice(0, 2)).toEqual(['POST https://pay.test/charges?a=1 k {}', 'PUT http://plain.test:8080/x  abc']);
    expect(reply).toEqual([201, { id: 1 }, '{"id":1}', 'TimeoutError', 'ConnectionResetError', 2.5]);
  });
});
