#!/usr/bin/env bash
# Brings the programs of others that tests compare with into .deps/oracles, a virtual environment of Python with pinned
# packages. Run it as often as you like: it says nothing when there is nothing to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pins="numpy==2.4.6
onnx==1.23.2
onnxruntime==1.32.0
opencv-python-headless==5.0.0.93
pillow==13.0.0
tifffile==2026.3.3
aleph-cid==0.1.0
c2pa-python==0.38.1
cryptography==50.0.2
scipy==1.17.1
imagehash==4.3.2
html5lib==1.1
jsonschema==4.26.0
kubernetes-validate==1.37.0"
folder=.deps/oracles

# Written last: while it is missing or another, the environment is not whole.
[[ "$(cat "$folder/pins.txt" 2>/dev/null)" == "$pins" ]] && exit

fail() {
    printf 'test_oracles: %s\n' "$@" >&2
    exit 1
}

echo "test_oracles: installing" $pins
rm -rf "$folder"
mkdir -p .deps
python3 -m venv "$folder" || fail "Python has no venv. Install it: apt-get install python3-venv"
"$folder/bin/python3" -m pip install --quiet --disable-pip-version-check --only-binary=:all: $pins ||
    fail "pip could not install them; see above. Is the network there?"
"$folder/bin/python3" -c "import PIL, aleph_cid, c2pa, cryptography, cv2, html5lib, imagehash, jsonschema" &&
    "$folder/bin/python3" -c "import kubernetes_validate, numpy, onnx, onnxruntime, scipy, tifffile" ||
    fail "the packages do not load; see above"
echo "$pins" >"$folder/pins.txt"
