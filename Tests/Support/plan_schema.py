"""What jsonschema (Python) says of plans under our schema.

Takes {"schema": …, "plans": […]} on standard input, and gives for each plan the sorted paths of what is wrong. A missing
or unknown key is told by its own path, and a value that fits none of several schemas by what is wrong under the one that
takes its type, as a person would look for it.
"""
import json
import re
import sys

import jsonschema


def text(path):
    result = "$"
    for step in path:
        if isinstance(step, int):
            result += f"[{step}]"
        elif re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", step):
            result += f".{step}"
        else:
            result += f"[{json.dumps(step, ensure_ascii=False)}]"
    return result


def paths(error, base=()):
    here = (*base, *error.relative_path)
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return {text((*here, key)) for key in missing}
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = error.schema.get("properties", {})
        return {text((*here, key)) for key in error.instance if key not in known}
    if error.validator in ("oneOf", "anyOf") and error.context:
        branches = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        typed = {
            place: inner
            for place, inner in branches.items()
            if not any(e.validator == "type" and not e.relative_path for e in inner)
        }
        if len(typed) == 1 and len(branches) > 1:
            return {path for inner in next(iter(typed.values())) for path in paths(inner, here)}
    # A key's name is its own instance: the path ends at the object.
    if "propertyNames" in error.schema_path:
        return {text((*here, error.instance))}
    return {text(here)}


given = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(given["schema"])
validator = jsonschema.Draft202012Validator(given["schema"])
result = [
    sorted({path for error in validator.iter_errors(plan) for path in paths(error)}) for plan in given["plans"]
]
json.dump(result, sys.stdout)
