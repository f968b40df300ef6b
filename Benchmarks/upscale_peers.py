"""The peers of `likeness bench upscale`, which hands this program to the Python of Scripts/bench_peers.sh.

One request a line comes in, one answer a line goes out, both JSON. Whatever is loaded stays, so that a run is the network
alone. Tiles are files of float32: planes R, G, B, 0 to 1.

    {"do": "load", "peer": "a", "library": "onnxruntime", "file": "n.onnx", "tile": "t", "side": 128, "threads": 2}
    {"do": "load", "peer": "b", "library": "ncnn", "file": "n.param", "bfloat16": true, ...}  -> {"version": "1.0"}
    {"do": "run", "peer": "a"}                                                                -> {"milliseconds": 3012.5}
    {"do": "save", "peer": "a", "file": "result"}        writes what the last run gave        -> {}

What goes wrong is answered as {"error": "..."}.
"""

import json
import os
import sys
import time

import numpy as np


class ONNXRuntime:
    def __init__(self, request, tile):
        import onnxruntime

        self.version = onnxruntime.__version__
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = request["threads"]
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            request["file"], options, providers=["CPUExecutionProvider"])
        self.inputs = {self.session.get_inputs()[0].name: tile[None]}

    def run(self):
        return self.session.run(None, self.inputs)[0]


class Ncnn:
    def __init__(self, request, tile):
        import ncnn

        self.version = ncnn.__version__
        self.net = ncnn.Net()
        options = self.net.opt
        options.num_threads = request["threads"]
        options.use_vulkan_compute = False
        # Float32 throughout, or the one short type that x86 knows. Winograd, packing and the rest are on by themselves.
        options.use_fp16_packed = options.use_fp16_storage = options.use_fp16_arithmetic = False
        options.use_bf16_storage = request["bfloat16"]
        weights = request["file"].removesuffix(".param") + ".bin"
        if self.net.load_param(request["file"]) or self.net.load_model(weights):
            raise RuntimeError(f"ncnn cannot load {request['file']}")
        # A copy: a Mat over NumPy's memory does not keep that alive.
        self.tile = ncnn.Mat(tile).clone()
        self.ports = self.net.input_names()[0], self.net.output_names()[0]

    def run(self):
        extractor = self.net.create_extractor()
        extractor.input(self.ports[0], self.tile)
        status, result = extractor.extract(self.ports[1])
        if status:
            raise RuntimeError("ncnn did not run the network")
        return result


LIBRARIES = {"onnxruntime": ONNXRuntime, "ncnn": Ncnn}
peers, results = {}, {}


def answer(request):
    name = request["peer"]
    if request["do"] == "load":
        tile = np.fromfile(request["tile"], dtype="f4").reshape(3, request["side"], request["side"])
        peers[name] = LIBRARIES[request["library"]](request, tile)
        return {"version": peers[name].version}
    if request["do"] == "run":
        start = time.perf_counter()
        results[name] = peers[name].run()
        return {"milliseconds": (time.perf_counter() - start) * 1000}
    if request["do"] == "save":
        np.array(results[name], dtype="f4").tofile(request["file"])
        return {}
    raise ValueError(f"unknown request: {request['do']}")


def main():
    # What a library prints must not stand between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            given = answer(json.loads(line))
        except Exception as error:
            given = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(given), file=answers, flush=True)


if __name__ == "__main__":
    main()
