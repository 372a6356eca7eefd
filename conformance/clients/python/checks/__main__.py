"""Checks of AWS's behaviour by boto3, against the cloud at AWS_ENDPOINT_URL: `python3 checks [--list]`."""

import importlib
import importlib.util
import json
import pathlib
import sys

if importlib.util.find_spec("boto3") is None:
    sys.exit("no boto3")

import check

for path in sorted(pathlib.Path(__file__).parent.glob("*_checks.py")):
    importlib.import_module(path.stem)

if "--list" in sys.argv:
    print(json.dumps([name for name, _ in check.checks]))
else:
    check.run_all()
