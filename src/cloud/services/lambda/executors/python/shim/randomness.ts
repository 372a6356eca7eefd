/** Python's sources of randomness, from the environment's seed. */
export const randomnessShim = `import random, ssl, tempfile, uuid

_seed_real, _Random = random.Random.seed, random.Random
STREAM = _Random(0)


def _urandom(count, *_):
    return STREAM.getrandbits(count * 8).to_bytes(count, 'little') if count else b''


def _seed(self, a=None, version=2):
    _seed_real(self, STREAM.getrandbits(256) if a is None else a, version)


def shim_randomness():
    replace(os, 'urandom', _urandom)
    if hasattr(os, 'getrandom'):
        replace(os, 'getrandom', _urandom)
    random._urandom = _urandom
    random.Random.seed = _seed
    random.seed = random._inst.seed
    ssl.RAND_bytes = _urandom
    os.getpid = lambda: 8
    # Of the machine, its addresses and its processes nothing may be seen.
    uuid._generate_time_safe = uuid._UuidCreate = None
    uuid._node = 0x0242AC110002


def seed_all(seed):
    _seed_real(STREAM, seed)
    random.seed()
    uuid._last_timestamp = None
    tempfile._name_sequence = tempfile.tempdir = None
`;
