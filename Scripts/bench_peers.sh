#!/usr/bin/env bash
# Brings the libraries that `likeness bench upscale` and `likeness bench swap` measure against into .deps/peers, a
# virtual environment of Python with pinned packages. Run it as often as you like: it says nothing when there is nothing
# to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pins="numpy==2.4.6
onnxruntime==1.32.0
ncnn==1.0.20261020
opencv-python-headless==5.0.0.93
onnx==1.23.2
protobuf==7.36.2
ml_dtypes==0.6.0
typing_extensions==4.16.0"
folder=.deps/peers

# Written last: while it is missing or another, the environment is not whole.
[[ "$(cat "$folder/pins.txt" 2>/dev/null)" == "$pins" ]] && exit

fail() {
    printf 'bench_peers: %s\n' "$@" >&2
    exit 1
}

echo "bench_peers: installing" $pins
rm -rf "$folder"
mkdir -p .deps
python3 -m venv "$folder" || fail "Python has no venv. Install it: apt-get install python3-venv"
# What these packages name as needed beside numpy serves tools of theirs that are not used here.
"$folder/bin/python3" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: $pins ||
    fail "pip could not install them; see above. Is the network there?"
"$folder/bin/python3" -c "import cv2, ncnn, numpy, onnx, onnxruntime" || fail "the packages do not load; see above"
echo "$pins" >"$folder/pins.txt"
