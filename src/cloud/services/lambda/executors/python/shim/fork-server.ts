/**
 * The process that all environments of a function are forked from. It has imported what the function's code imports from
 * elsewhere, once: a new environment takes milliseconds in place of half a second.
 */
export const forkServerShim = `import ast, importlib, importlib.util, traceback


def replace(module, name, ours):
    # Also where somebody took it by name before.
    real = getattr(module, name)
    setattr(module, name, ours)
    for each in list(sys.modules.values()):
        own = getattr(each, '__dict__', None)
        if not own or own is globals():
            continue
        for key, value in list(own.items()):
            if value is real:
                own[key] = ours


def _imports_of(root):
    files = [os.path.join(root, name) for name in sorted(os.listdir(root)) if name.endswith('.py')]
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if not _is_vendored(root, folder, each))
        files += [os.path.join(folder, name) for name in sorted(names) if name.endswith('.py') and folder != root]
        if len(files) > 200:
            break
    found = []
    for path in files[:200]:
        try:
            with open(path, 'rb') as file:
                tree = ast.parse(file.read())
        except Exception:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found += [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.append(node.module)
    return list(dict.fromkeys(found))


def _is_vendored(root, folder, name):
    if name.startswith('.') or name.endswith(('.dist-info', '__pycache__')):
        return True
    prefix = name.lower().replace('_', '-') + '-'
    return folder == root and any(
        each.lower().replace('_', '-').startswith(prefix) and each.endswith('.dist-info') for each in os.listdir(root))


def _is_own(root, module):
    top = module.split('.')[0]
    is_there = os.path.exists(os.path.join(root, top)) or os.path.exists(os.path.join(root, top + '.py'))
    return is_there and not _is_vendored(root, root, top)


def preload(root):
    for name in _imports_of(root):
        if not _is_own(root, name):
            try:
                importlib.import_module(name)
            except BaseException:
                pass


def _keep_models():
    # Descriptions of services are read once for all environments.
    try:
        from botocore.loaders import JSONFileLoader
    except Exception:
        return
    real, kept = JSONFileLoader.load_file, {}
    def load_file(self, path):
        if path not in kept:
            kept[path] = real(self, path)
        return kept[path]
    JSONFileLoader.load_file = load_file


def _run(started, bootstrap):
    global CHANNEL, KEPT
    CHANNEL = Channel(started['read'], started['write'])
    begun, _ = CHANNEL.receive()
    os.close(started['spare'])
    TIMES['now'] = TIMES['begun'] = begun['now']
    KEPT = tuple(os.path.join(each, '') for each in [begun['work'], sys.prefix, *sys.path] if each not in ('', '/tmp'))
    os.environ.clear()
    os.environ.update(begun['env'])
    _time.tzset()
    os.chdir(os.environ['LAMBDA_TASK_ROOT'])
    seed_all(begun['seed'])
    lines = log_to_channel()
    signal.signal(signal.SIGVTALRM, on_stuck)
    shim_refusals()
    status = 0
    try:
        exec(bootstrap, {'__name__': '__main__', '__builtins__': builtins})
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    lines.end()
    os._exit(status)


def _fork(asked, bootstrap):
    _reap()
    read, write = asked['down'], asked['up']
    os.mkfifo(read)
    os.mkfifo(write)
    # Both ends, so that nobody waits for anybody; the child lets go of the spare one when it has heard of us.
    spare, up = os.open(read, os.O_RDWR), os.open(write, os.O_RDWR)
    down = os.open(read, os.O_RDONLY)
    pid = os.fork()
    if pid == 0:
        os.close(3)
        os.close(4)
        _run({'read': down, 'write': up, 'spare': spare}, bootstrap)
    return pid, spare, up, down


ENDED = {}


def _reap():
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        ENDED[pid] = status


def _status_of(pid):
    status = ENDED.pop(pid, None)
    if status is None:
        status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return {'signal': signal.Signals(os.WTERMSIG(status)).name}
    return {'status': os.WEXITSTATUS(status)}


def serve():
    os.set_blocking(3, True)
    server = Channel(3, 4)
    begun, source = server.receive()
    TIMES['now'] = TIMES['begun'] = begun['now']
    bootstrap = compile(source.decode(), 'bootstrap.py', 'exec')
    sys.path[:0] = begun['paths']
    sys.path.extend(begun['sdk'])
    shim_time()
    shim_randomness()
    shim_network()
    shim_files()
    preload(begun['root'])
    _keep_models()
    server.send({'ready': True})
    while True:
        asked, _ = server.receive()
        if asked['op'] == 'fork':
            pid, *held = _fork(asked, bootstrap)
            server.send({'pid': pid})
            # Both pipes have been opened where they are wanted.
            server.receive()
            for fd in held:
                os.close(fd)
        else:
            server.send(_status_of(asked['pid']))


serve()
`;
