/** What cannot be held to the run's time and network is refused by its name, by Python's own audit of what is done. */
export const refusalsShim = `import _thread, threading

ENDINGS = {
    'subprocess.Popen': 'subprocess.Popen',
    'os.system': 'os.system',
    'os.fork': 'os.fork',
    'os.forkpty': 'os.forkpty',
    'os.exec': 'os.exec',
    'os.posix_spawn': 'os.posix_spawn',
    'os.spawn': 'os.spawn',
    'socket.connect': 'a socket that is not Python\\'s own',
    'socket.bind': 'socket.bind',
    'socket.sendto': 'socket.sendto',
    'socket.getaddrinfo': 'socket.getaddrinfo of C',
}


class NotOwned(RuntimeError):
    pass


def refuse(what):
    CHANNEL.send({'op': 'refused', 'what': what})
    raise NotOwned('Squall\\'s shimmed Python does not run %s: it would leave the run\\'s own time and network.' % what)


def _thread_of(frame):
    while frame is not None:
        path = frame.f_code.co_filename.replace(os.sep, '/')
        if '/s3transfer/' in path:
            return 'threads of s3transfer (give it TransferConfig(use_threads=False))'
        if '/concurrent/futures/thread.py' in path:
            return 'concurrent.futures.ThreadPoolExecutor'
        if '/asyncio/' in path:
            return 'threads of asyncio'
        frame = frame.f_back
    return 'threading.Thread'


def _audit(event, args):
    if event in ENDINGS:
        refuse(ENDINGS[event])


OWN_SOCKETS = set()


def assert_owned():
    # C code opens sockets and starts threads past Python: the system knows.
    try:
        tasks = os.listdir('/proc/self/task')
        files = os.listdir('/proc/self/fd')
    except OSError:
        return
    if len(tasks) > 1:
        refuse('threads of native code')
    for name in files:
        try:
            target = os.readlink('/proc/self/fd/' + name)
        except OSError:
            continue
        if target.startswith('socket:') and target not in OWN_SOCKETS:
            OWN_SOCKETS.add(target)
            refuse('a socket of native code')


def shim_refusals():
    sys.addaudithook(_audit)
    # Python tells of threads since 3.13 alone.
    for name in ('start_new_thread', 'start_new', 'start_joinable_thread'):
        if hasattr(_thread, name):
            replace(_thread, name, lambda *_, **__: refuse(_thread_of(sys._getframe(1))))
    for name in ('setitimer', 'alarm'):
        setattr(signal, name, lambda *_, name=name: refuse('signal.' + name))
`;
