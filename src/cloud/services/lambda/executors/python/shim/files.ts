/** `/tmp` is each environment's own. */
export const filesShim = `import builtins

ONE_PATH = ('open', 'stat', 'lstat', 'access', 'mkdir', 'rmdir', 'listdir', 'scandir', 'remove', 'unlink', 'chmod',
            'chown', 'utime', 'readlink', 'truncate', 'mkfifo', 'statvfs')
TWO_PATHS = ('rename', 'replace', 'link', 'symlink')


def _moved(path):
    text = path if isinstance(path, (str, int, type(None))) else os.fspath(path)
    if isinstance(text, bytes):
        text = os.fsdecode(text)
    if not isinstance(text, str) or not (text == '/tmp' or text.startswith('/tmp/')):
        return path
    own = os.environ.get('TMPDIR', '/tmp')
    return path if text == own or text.startswith((own + '/', *KEPT)) else own + text[4:]


def _with_moved(real, count):
    def moved(*args, **options):
        return real(*[_moved(arg) if at < count else arg for at, arg in enumerate(args)], **options)
    return moved


def shim_files():
    for names, count in ((ONE_PATH, 1), (TWO_PATHS, 2)):
        for name in names:
            real = getattr(os, name, None)
            if real is None:
                continue
            setattr(os, name, _with_moved(real, count))
            for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
                if real in able:
                    able.add(getattr(os, name))
    builtins.open = io.open = _with_moved(io.open, 1)


# What is meant as it is: our own directory and Python's, which may lie in there.
KEPT = ()
`;
