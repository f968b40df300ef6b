#!/usr/bin/env bash
# Brings the programs of others that tests compare with: a browser (apt), and into .deps/oracles a virtual environment of
# Python with pinned packages. Run it as often as you like: it says nothing when there is nothing to do.
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
kubernetes-validate==1.37.0
moto[s3]==5.2.5
boto3==1.44.8
flask==3.1.3
flask-cors==6.0.5"
folder=.deps/oracles

# Galleries are opened in a real browser. Where it cannot be installed these tests say so and are skipped.
if ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then
    as_root=()
    [[ "$(id -u)" -eq 0 ]] || as_root=(sudo -n)
    echo "test_oracles: installing chromium"
    { "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -y --no-install-recommends chromium >/dev/null; } ||
        echo "test_oracles: chromium could not be installed; its tests will be skipped" >&2
fi

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
"$folder/bin/python3" -c "import PIL, aleph_cid, c2pa, cryptography, cv2, flask_cors, html5lib, imagehash" &&
    "$folder/bin/python3" -c "import jsonschema, kubernetes_validate, moto.server, numpy, onnx, onnxruntime, scipy" &&
    "$folder/bin/python3" -c "import tifffile" ||
    fail "the packages do not load; see above"
echo "$pins" >"$folder/pins.txt"
