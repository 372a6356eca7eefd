"""AWS's own SAM transform over the templates that are named, one JSON line for each: {"template"} or {"error"}."""
import functools
import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samtranslator.model.exceptions import InvalidDocumentException  # noqa: E402
from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


class ManagedPolicies:
    def load(self):
        return {}


def translated(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    parameters = {
        name: declaration["Default"]
        for name, declaration in (template.get("Parameters") or {}).items()
        if isinstance(declaration, dict) and "Default" in declaration
    }
    try:
        return {"template": transform(template, parameters, ManagedPolicies())}
    except InvalidDocumentException as error:
        causes = functools.reduce(lambda text, cause: f"{text} {cause.message}", error.causes, error.message)
        return {"error": causes}
    except Exception as error:  # noqa: BLE001 - what the transform itself dies of is told as such
        return {"crash": repr(error)}


for line in sys.stdin:
    print(json.dumps(translated(line.rstrip("\n"))), flush=True)
