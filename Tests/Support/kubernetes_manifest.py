"""Holds a manifest against the schema that Kubernetes publishes, and prints it as JSON.

python3 kubernetes_manifest.py 1.33 < manifest.yaml

Keys that the schema does not have are mistakes: the API server would drop them and say nothing.
"""

import json
import sys

import kubernetes_validate
import yaml

manifest = yaml.safe_load(sys.stdin)
try:
    kubernetes_validate.validate(manifest, sys.argv[1], strict=True)
except kubernetes_validate.ValidationError as error:
    sys.exit(f"{'.'.join(str(part) for part in error.path)}: {error.message}")
json.dump(manifest, sys.stdout)
