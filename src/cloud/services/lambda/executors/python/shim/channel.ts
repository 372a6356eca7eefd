/**
 * How a shimmed Python talks to us: frames over two pipes. It stands still while it waits for an answer, and time is what the
 * last answer said: so nothing happens in it that we have not brought about.
 */
export const channelShim = `import io, json, os, signal, struct, sys

TIMES = {'now': 0.0, 'begun': 0.0}


class Channel:
    # Two lengths, a head of JSON, a body of bytes.
    def __init__(self, read_fd, write_fd):
        self.read_fd, self.write_fd = read_fd, write_fd

    def _read(self, count):
        pieces = []
        while count > 0:
            piece = REAL['os.read'](self.read_fd, min(count, 1 << 20))
            if not piece:
                # Whoever we work for is gone.
                os._exit(0)
            pieces.append(piece)
            count -= len(piece)
        return b''.join(pieces)

    def receive(self):
        head_length, body_length = struct.unpack('>II', self._read(8))
        head = json.loads(self._read(head_length))
        return head, self._read(body_length)

    def send(self, head, body=b''):
        text = json.dumps(head).encode()
        frame = memoryview(struct.pack('>II', len(text), len(body)) + text + bytes(body))
        while frame:
            frame = frame[REAL['os.write'](self.write_fd, frame):]

    def ask(self, head, body=b''):
        assert_owned()
        self.send(head, body)
        REAL['setitimer'](signal.ITIMER_VIRTUAL, 0)
        answer = self.receive()
        TIMES['now'] = answer[0].get('now', TIMES['now'])
        REAL['setitimer'](signal.ITIMER_VIRTUAL, STUCK_SECONDS)
        return answer


REAL = {'os.read': os.read, 'os.write': os.write, 'setitimer': signal.setitimer}
STUCK_SECONDS = 4.0
CHANNEL = None


class LogLines(io.RawIOBase):
    # What is printed leaves line by line, in order with everything else.
    def __init__(self):
        self.rest = b''

    def writable(self):
        return True

    def write(self, data):
        lines = (self.rest + bytes(data)).split(b'\\n')
        self.rest = lines.pop()
        for line in lines:
            if line:
                CHANNEL.send({'op': 'log'}, line)
        return len(data)

    def end(self):
        if self.rest:
            self.write(b'\\n')


def log_to_channel():
    lines = LogLines()
    stream = io.TextIOWrapper(io.BufferedWriter(lines), encoding='utf-8', errors='backslashreplace', write_through=True)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = stream
    return lines


def on_stuck(number, frame):
    # A loop without an end: told with its place, and never answered.
    place = '%s:%d' % (frame.f_code.co_filename, frame.f_lineno) if frame else 'native code'
    CHANNEL.send({'op': 'looped', 'where': place.replace(os.environ.get('LAMBDA_TASK_ROOT', '') + '/', '')})
    CHANNEL.receive()
    os._exit(0)
`;
