#!/usr/bin/env python3
"""Makes Tests/InferenceTests/reference.json: what OpenVINO's own Python binding computes with the default models.

    python3 -m venv .venv && .venv/bin/pip install openvino==2026.4.1
    .venv/bin/python Scripts/inference_reference.py

The input is a fixed sequence of 24-bit fractions, which float32 holds exactly, stretched to the model's range. Of each
output every n-th value is kept, about fifty in all, and the largest magnitude, which scales the tests' tolerance.
"""

import json
from pathlib import Path

import numpy
import openvino

ROOT = Path(__file__).resolve().parent.parent
KEPT = 50


def sequence(count):
    index = numpy.arange(count, dtype=numpy.uint64)
    return ((index * 2654435761 % (1 << 32)) >> 8).astype(numpy.float32) / numpy.float32(1 << 24)


def reference(core, model):
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY"}
    compiled = core.compile_model(ROOT / ".deps/models" / model["file"], "CPU", settings)
    tensors = []
    for port in model["inputs"]:
        low, high = port["range"]
        count = int(numpy.prod(port["shape"]))
        tensors.append((sequence(count) * numpy.float32(high - low) + numpy.float32(low)).reshape(port["shape"]))
    results = compiled(tensors)
    outputs = []
    for index in range(len(compiled.outputs)):
        values = results[index].reshape(-1)
        step = max(1, len(values) // KEPT)
        outputs.append({
            "shape": list(results[index].shape),
            "step": step,
            "largest": float(numpy.abs(values).max()),
            "values": [float(value) for value in values[::step]],
        })
    return {"model": model["name"], "outputs": outputs}


def main():
    manifest = json.loads((ROOT / "Sources/Inference/Resources/models.json").read_text(encoding="utf-8"))
    core = openvino.Core()
    bundled = [model for model in manifest["models"] if model["availability"] == "bundled"]
    document = [reference(core, model) for model in bundled]
    lines = ",\n".join(json.dumps(each) for each in document)
    (ROOT / "Tests/InferenceTests/reference.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


main()
