"""Writes the policies that AWS's own SAM transform knows (`pip install aws-sam-translator`), compact, beside our own."""
import json
from collections import defaultdict
from pathlib import Path

import samtranslator

ours = Path(__file__).parents[2] / "src/cloud/services/cloudformation/engine/transforms/sam/roles"
theirs = Path(samtranslator.__file__).parent


def read(path):
    return json.loads((theirs / path).read_text(encoding="utf-8"))


def write(name, begin, lines, end):
    text = ",\n".join(f"  {line}" for line in lines)
    (ours / name).write_text(f"{begin}\n{text}\n{end}\n", encoding="utf-8")


def policy_templates():
    """One template a line: the names of its parameters, and the policy document."""
    for name, template in read("policy_templates_data/policy_templates.json")["Templates"].items():
        compact = {"parameters": list(template.get("Parameters", {})), "definition": template.get("Definition", {})}
        yield f"{json.dumps(name)}: {json.dumps(compact, separators=(',', ':'))}"


def managed_policies():
    """One group a line: names of policies that are in the same partitions, under the same path."""
    partitions = defaultdict(list)
    for partition, arns in read("internal/data/aws_managed_policies.json").items():
        for arn in arns.values():
            partitions[arn.split(":policy/")[1]].append(partition)
    groups = defaultdict(list)
    for policy, where in partitions.items():
        path, slash, name = policy.rpartition("/")
        groups[(tuple(where), path + slash)].append(name)
    for (where, path), names in groups.items():
        yield json.dumps({"partitions": where, "path": path, "names": " ".join(sorted(names))})


write("policy-templates.json", "{", policy_templates(), "}")
write("aws-managed-policies.json", "[", managed_policies(), "]")
