"""Holds a manifest against the schemas of versions of Kubernetes, as published, and prints it as JSON.

python3 kubernetes_manifest.py 1.29 1.33 < manifest.yaml

Keys that the schema does not have are mistakes: the API server would drop them and say nothing.
"""

import json
import sys

import kubernetes_validate
import yaml

manifest = yaml.safe_load(sys.stdin)
for version in sys.argv[1:]:
    try:
        kubernetes_validate.validate(manifest, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        sys.exit(f"{version}: {'.'.join(str(part) for part in error.path)}: {error.message}")
json.dump(manifest, sys.stdout)
