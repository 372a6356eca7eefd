"""What all checks share: their registry, and one place that makes clients."""

import itertools
import json
import traceback

checks = []
_numbers = itertools.count(1)


def check(name):
    """Registers a function of no arguments under the sentence that it holds."""

    def register(function):
        checks.append((name, function))
        return function

    return register


def run_all():
    """Runs all checks in their order and prints one JSON line for each."""
    for name, function in checks:
        try:
            function()
            line = {"name": name, "ok": True}
        except Exception:
            line = {"name": name, "ok": False, "error": traceback.format_exc(limit=-3)}
        print(json.dumps(line), flush=True)


def unique(prefix):
    """A name that no other check has: all of them share one cloud."""
    return f"{prefix}-{next(_numbers)}"


_made = {}


def client(service, **config):
    """A client that finds the cloud by AWS_ENDPOINT_URL alone. Those without settings are shared."""
    import boto3
    from botocore.config import Config

    if config:
        return boto3.client(service, config=Config(**config))
    if service not in _made:
        _made[service] = boto3.client(service)
    return _made[service]


def resource(service):
    """A resource API of boto3."""
    import boto3

    key = f"resource {service}"
    if key not in _made:
        _made[key] = boto3.resource(service)
    return _made[key]


# Waiters ask every few seconds, or every thirty, unless told otherwise.
soon = {"Delay": 0.05, "MaxAttempts": 200}


def refused(code, status, call, *args, **parameters):
    """Asserts that a call is refused by this code and status; answers the message."""
    from botocore.exceptions import ClientError

    try:
        call(*args, **parameters)
    except ClientError as error:
        found = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        assert found == (code, status), f"{found}: {error}"
        return error.response["Error"].get("Message", "")
    raise AssertionError(f"{code} was expected, and the call was answered")


def equal(found, expected):
    """Asserts equality and shows both sides."""
    assert found == expected, f"\n  found    {found!r}\n  expected {expected!r}"
