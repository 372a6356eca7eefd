/**
 * Python's sockets, as far as HTTP goes: what is written to one is a request, which leaves through the channel when its answer
 * is read. So urllib, requests, urllib3 and boto3 stay as they are.
 */
export const networkShim = `import errno, socket, ssl

RealSocket = socket.socket
METHODS = (b'GET ', b'POST ', b'PUT ', b'DELETE ', b'HEAD ', b'PATCH ', b'OPTIONS ')


def _cut(sent):
    # Method, path, headers, body and whether all of it is there; None where the head has not ended.
    end = sent.find(b'\\r\\n\\r\\n')
    if end < 0:
        return None
    first, *lines = bytes(sent[:end]).decode('latin-1').split('\\r\\n')
    method, path = first.split(' ')[:2]
    headers = [[name.strip(), value.strip()] for name, _, value in (line.partition(':') for line in lines)]
    told = {name.lower(): value for name, value in headers}
    body = bytes(sent[end + 4:])
    if 'chunked' in told.get('transfer-encoding', '').lower():
        body, is_whole = _chunks(body)
    else:
        is_whole = len(body) >= int(told.get('content-length') or 0)
    return {'method': method, 'path': path, 'headers': headers}, body, is_whole, '100-continue' in told.get('expect', '')


def _chunks(data):
    body, at = b'', 0
    while True:
        end = data.find(b'\\r\\n', at)
        if end < 0:
            return body, False
        size = int(data[at:end].split(b';')[0], 16)
        if size == 0:
            return body, True
        body += data[end + 2:end + 2 + size]
        at = end + 2 + size + 2


def _answered(head, body, method):
    left_out = ('transfer-encoding', 'connection', 'content-length')
    lines = ['HTTP/1.1 %d %s' % (head['status'], head.get('reason', 'OK'))]
    lines += ['%s: %s' % (name, value) for name, value in head['headers'] if name.lower() not in left_out]
    length = dict((name.lower(), value) for name, value in head['headers']).get('content-length')
    is_bare = method == 'HEAD' or head['status'] in (204, 304)
    if not is_bare or (length is not None and method == 'HEAD'):
        lines.append('Content-Length: %s' % (length if is_bare else len(body)))
    lines.append('Connection: close')
    return '\\r\\n'.join(lines).encode('latin-1') + b'\\r\\n\\r\\n' + (b'' if is_bare else body)


class ShimmedSocket:
    def __new__(cls, family=-1, type=-1, proto=-1, fileno=None):
        # Pairs, with which event loops wake themselves, are real.
        return RealSocket(family, type, proto, fileno) if fileno is not None else object.__new__(cls)

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self.family = socket.AF_INET if family == -1 else family
        self.type = socket.SOCK_STREAM if type == -1 else type
        self.proto = 0
        self.timeout = socket.getdefaulttimeout()
        self.host = self.port = None
        self.is_secure = self.is_closed = False
        self.sent, self.received = bytearray(), b''
        self._fd = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def settimeout(self, timeout):
        if timeout == 0:
            refuse('sockets that do not block (asyncio)')
        self.timeout = timeout

    def gettimeout(self):
        return self.timeout

    def setblocking(self, flag):
        self.settimeout(None if flag else 0)

    def connect(self, address):
        if self.family == getattr(socket, 'AF_UNIX', None):
            refuse('a Unix socket')
        self.host, self.port = address[0], address[1]

    def connect_ex(self, address):
        self.connect(address)
        return 0

    def bind(self, address):
        if address[1] != 0:
            refuse('socket.bind')

    def listen(self, *_):
        refuse('socket.listen')

    def sendto(self, data, *rest):
        # The daemon of X-Ray takes whatever comes, and answers nothing.
        if self.type & 0xF != socket.SOCK_DGRAM or rest[-1][1] != 2000:
            refuse('socket.sendto')
        return len(data)

    def send(self, data, *_):
        if self.is_closed:
            raise OSError(errno.EBADF, 'Bad file descriptor')
        view = memoryview(data)
        self.sent += view
        return view.nbytes

    def sendall(self, data, *_):
        self.send(data)

    write = send

    def sendfile(self, file, *_):
        self.sendall(file.read())

    def recv(self, count, *_):
        if not self.received and self.sent:
            self._ask()
        elif not self.received and not self.is_answered:
            refuse('a connection to %s:%s that does not speak HTTP' % (self.host, self.port))
        piece, self.received = self.received[:count], self.received[count:]
        return piece

    read = recv
    is_answered = False

    def recv_into(self, buffer, count=0, *_):
        view = memoryview(buffer).cast('B')
        piece = self.recv(count or len(view))
        view[:len(piece)] = piece
        return len(piece)

    def _ask(self):
        if not bytes(self.sent[:8]).startswith(METHODS):
            refuse('a connection to %s:%s that does not speak HTTP' % (self.host, self.port))
        cut = _cut(self.sent)
        if cut is None:
            return
        request, body, is_whole, is_expecting = cut
        if not is_whole:
            if is_expecting:
                self.received = b'HTTP/1.1 100 Continue\\r\\n\\r\\n'
            return
        self.sent, self.is_answered = bytearray(), True
        request.update({'op': 'http', 'scheme': 'https' if self.is_secure else 'http', 'host': self.host,
                        'port': self.port, 'timeoutMs': None if self.timeout is None else self.timeout * 1000})
        head, answer = CHANNEL.ask(request, body)
        error = head.get('error')
        if error == 'timeout':
            raise socket.timeout('The read operation timed out' if self.is_secure else 'timed out')
        if error == 'ENOTFOUND':
            raise socket.gaierror(socket.EAI_NONAME, 'Name or service not known')
        if error is not None:
            raise ConnectionResetError(errno.ECONNRESET, 'Connection reset by peer')
        self.received = _answered(head, answer, request['method'])

    def makefile(self, mode='r', buffering=None, **text):
        if 'w' in mode:
            raw = io.BufferedWriter(_Raw(self), 1 << 16)
        else:
            raw = _Raw(self) if buffering == 0 else io.BufferedReader(_Raw(self), 1 << 16)
        return raw if 'b' in mode else io.TextIOWrapper(raw, **text)

    def fileno(self):
        # Always ready: there is no waiting here but for an answer.
        if self._fd is None:
            self._fd = os.open(os.devnull, os.O_RDWR)
        return self._fd

    def close(self):
        if self._fd is not None:
            os.close(self._fd)
        self._fd, self.is_closed = None, True

    def __del__(self):
        if getattr(self, '_fd', None) is not None:
            os.close(self._fd)

    def shutdown(self, how):
        pass

    detach = unwrap = lambda self, *_: self.close()

    def setsockopt(self, *_):
        pass

    def getsockopt(self, *_):
        return 0

    def getpeername(self):
        return (self.host, self.port)

    def getsockname(self):
        return ('127.0.0.1', 49152)

    # Of TLS.
    def getpeercert(self, binary_form=False):
        return b'' if binary_form else {'subjectAltName': (('DNS', self.host),)}

    def version(self):
        return 'TLSv1.3'

    def cipher(self):
        return ('TLS_AES_128_GCM_SHA256', 'TLSv1.3', 128)

    def pending(self):
        return len(self.received)

    def selected_alpn_protocol(self):
        return None

    selected_npn_protocol = do_handshake = lambda self, *_: None
    _closed = property(lambda self: self.is_closed)


class _Raw(io.RawIOBase):
    def __init__(self, owner):
        self.owner = owner

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, buffer):
        return self.owner.recv_into(buffer)

    def write(self, data):
        return self.owner.send(data)


def _getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    number = port if isinstance(port, int) else {'http': 80, 'https': 443}.get(port, 0) if not str(port).isdigit() else int(port)
    host = host.decode() if isinstance(host, bytes) else host or '127.0.0.1'
    return [(socket.AF_INET, type or socket.SOCK_STREAM, 6, '', (host, number))]


def _wrap(self, sock, *_, **__):
    sock.is_secure = True
    return sock


def _socketpair(*options):
    pair = REAL_PAIR(*options)
    for each in pair:
        OWN_SOCKETS.add(os.readlink('/proc/self/fd/%d' % each.fileno()) if os.path.isdir('/proc/self/fd') else '')
    return pair


REAL_PAIR = socket.socketpair


def shim_network():
    replace(socket, 'socket', ShimmedSocket)
    replace(socket, 'getaddrinfo', _getaddrinfo)
    replace(socket, 'socketpair', _socketpair)
    replace(socket, 'gethostbyname', lambda host: host)
    replace(socket, 'gethostname', lambda: 'localhost')
    ssl.SSLContext.wrap_socket = _wrap
    # Nobody's certificate is looked at, and reading those of the machine takes longer than all else.
    for name in ('load_verify_locations', 'load_default_certs', 'set_default_verify_paths'):
        setattr(ssl.SSLContext, name, lambda *_, **__: None)
    _shim_event_loops()


def _shim_event_loops():
    import selectors
    def select(self, timeout=None):
        ready = self._squall_select(0)
        if not ready and (timeout is None or timeout > 0):
            _wait_for_nobody(timeout)
        return ready
    for name in ('EpollSelector', 'KqueueSelector', 'PollSelector', 'SelectSelector'):
        kind = getattr(selectors, name, None)
        if kind is not None:
            kind._squall_select, kind.select = kind.select, select
`;
