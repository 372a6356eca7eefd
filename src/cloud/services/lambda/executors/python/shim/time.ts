/** Python's clocks and calendars, by the cloud's clock: also for modules that took \`time.time\` before we came. */
export const timeShim = `import datetime as _datetime, time as _time

REAL_TIME = {name: getattr(_time, name) for name in dir(_time) if callable(getattr(_time, name))}


def _seconds(*_):
    return TIMES['now'] / 1000.0


def _nanoseconds(*_):
    return int(round(TIMES['now'] * 1000)) * 1000


def _ticks(*_):
    # From near the environment's beginning: event loops count on nanoseconds, which large numbers do not hold.
    return (TIMES['now'] - TIMES['begun']) / 1000.0


def _tick_nanoseconds(*_):
    return int(round((TIMES['now'] - TIMES['begun']) * 1000)) * 1000


def _of_clock(of_day, ticks):
    return lambda clock: (of_day if clock == _time.CLOCK_REALTIME else ticks)()


def _sleep(seconds):
    if seconds < 0:
        raise ValueError('sleep length must be non-negative')
    CHANNEL.ask({'op': 'sleep', 'ms': float(seconds) * 1000})


def _wait_for_nobody(seconds=None):
    # There is one thread: what it waits for, nobody brings about.
    if seconds is None:
        CHANNEL.ask({'op': 'forever'})
    else:
        _sleep(max(0, seconds))


def _of_now(name):
    real = REAL_TIME[name]
    return lambda seconds=None: real(_seconds() if seconds is None else seconds)


def _strftime(format, moment=None):
    return REAL_TIME['strftime'](format, _time.localtime() if moment is None else moment)


def _asctime(moment=None):
    return REAL_TIME['asctime'](_time.localtime() if moment is None else moment)


TIME = {'sleep': _sleep, 'strftime': _strftime, 'asctime': _asctime}
TIME['time'], TIME['time_ns'] = _seconds, _nanoseconds
for _name in ('monotonic', 'perf_counter', 'process_time', 'thread_time'):
    TIME[_name], TIME[_name + '_ns'] = _ticks, _tick_nanoseconds
TIME['clock_gettime'] = _of_clock(_seconds, _ticks)
TIME['clock_gettime_ns'] = _of_clock(_nanoseconds, _tick_nanoseconds)
for _name in ('localtime', 'gmtime', 'ctime'):
    TIME[_name] = _of_now(_name)

REAL_DATE, REAL_DATETIME = _datetime.date, _datetime.datetime


class _DateMeta(type):
    def __instancecheck__(cls, value):
        return isinstance(value, REAL_DATE if cls is date else REAL_DATETIME) if cls in (date, datetime) else \\
            type.__instancecheck__(cls, value)

    def __subclasscheck__(cls, other):
        return issubclass(other, REAL_DATE if cls is date else REAL_DATETIME) if cls in (date, datetime) else \\
            type.__subclasscheck__(cls, other)


def _named(self, text):
    is_ours = type(self) in (date, datetime) and not text.startswith('datetime.')
    return 'datetime.' + text if is_ours else text


class date(REAL_DATE, metaclass=_DateMeta):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(_seconds())

    def __repr__(self):
        return _named(self, REAL_DATE.__repr__(self))


class datetime(REAL_DATETIME, metaclass=_DateMeta):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_seconds(), tz)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_seconds())

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(_seconds(), _datetime.timezone.utc).replace(tzinfo=None)

    def date(self):
        return date(self.year, self.month, self.day)

    def __repr__(self):
        return _named(self, REAL_DATETIME.__repr__(self))


for _each in (date, datetime):
    _each.__module__, _each.__qualname__ = 'datetime', _each.__name__
    _each.min = _each(1, 1, 1)
date.max, datetime.max = date(9999, 12, 31), datetime(9999, 12, 31, 23, 59, 59, 999999)


def shim_time():
    for name, ours in TIME.items():
        if name in REAL_TIME:
            replace(_time, name, ours)
    replace(_datetime, 'date', date)
    replace(_datetime, 'datetime', datetime)
    import threading
    threading.Condition.wait = lambda self, timeout=None: bool(_wait_for_nobody(timeout))
    threading.Thread.join = lambda self, timeout=None: None
`;
