"""The peer of `likeness bench proof`: c2pa's own Python package, from the environment of Scripts/test_oracles.sh.

One request a line comes in, one answer a line goes out, both JSON.

    {"do": "sign", "file": "a.tif", "to": "b.tif", "chain": "chain.pem", "key": "key.pem"}  -> {"milliseconds": 512.5}
    {"do": "read", "file": "b.tif"}                                                         -> {"milliseconds": 231.0}

What goes wrong is answered as {"error": "..."}.
"""

import json
import os
import sys
import time

import c2pa

# As Likeness signs: no thumbnails, no network, and no reading again, which Likeness does by itself.
SETTINGS = {
    "core": {"backing_store_memory_threshold_in_mb": 32},
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {"remote_manifest_fetch": False, "verify_after_sign": False},
}
CONTEXT = c2pa.Context(c2pa.Settings.from_dict(SETTINGS))
MANIFEST = {
    "claim_generator_info": [{"name": "peer", "version": "1"}],
    "title": "picture",
    "assertions": [{
        "label": "c2pa.actions.v2",
        "data": {"actions": [{
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
        }]},
    }],
}


def sign(request):
    with open(request["chain"], "rb") as chain, open(request["key"], "rb") as key:
        info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, chain.read(), key.read(), None)
    signer = c2pa.Signer.from_info(info)
    if os.path.exists(request["to"]):
        os.unlink(request["to"])
    start = time.perf_counter()
    with open(request["file"], "rb") as source, open(request["to"], "w+b") as target:
        c2pa.Builder(MANIFEST, context=CONTEXT).sign(signer, "image/tiff", source, target)
    return start


def read(request):
    start = time.perf_counter()
    with open(request["file"], "rb") as source:
        if c2pa.Reader("image/tiff", source, context=CONTEXT).get_validation_state() == "Invalid":
            raise ValueError("the file does not hold")
    return start


def main():
    for line in sys.stdin:
        try:
            request = json.loads(line)
            start = {"sign": sign, "read": read}[request["do"]](request)
            answer = {"milliseconds": (time.perf_counter() - start) * 1000}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
