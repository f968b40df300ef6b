"""Writes small networks with ports of every element type, and what NumPy and ONNX Runtime's Python binding make of them.

Usage: engines_reference.py FOLDER OPEN_NSFW

FOLDER gets TYPE.onnx for each type, mixed.onnx (float16 picture, double weight, int64 classes, a rank-0 result) and
reference.json. Conversions are NumPy's and ml_dtypes'; results of networks are onnxruntime's.
"""

import json
import sys
from pathlib import Path

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

FLOATS = [0, -0.0, 1, -1 / 3, 3.14159265, 1000.4, 2049, 2051, -65504, 65519, 65520, 1e9, 2**-14, 2**-14 * (1 - 2**-12),
          2**-24, 3 * 2**-25, 2**-25, 1.00048828125, 1.00146484375, float("inf"), float("-inf")]
WHOLE = [0, 1, -1, 2.5, 3.5, -3.7, 254.6, 300, 70000.4, 16777216, -2147483648]
TYPES = {
    "float32": (TensorProto.FLOAT, np.float32, FLOATS),
    "float16": (TensorProto.FLOAT16, np.float16, FLOATS),
    "bfloat16": (TensorProto.BFLOAT16, ml_dtypes.bfloat16, FLOATS),
    # OpenVINO computes doubles as float32 and takes infinity for the largest of these.
    "float64": (TensorProto.DOUBLE, np.float64, FLOATS[:-2]),
    "int32": (TensorProto.INT32, np.int32, WHOLE + [5e9, -5e9]),
    "int64": (TensorProto.INT64, np.int64, WHOLE),
    "uint8": (TensorProto.UINT8, np.uint8, WHOLE),
    "bool": (TensorProto.BOOL, np.bool_, [0, 1, -0.0, 0.25, -7]),
}


def converted(values, dtype):
    """As the engines promise: to the nearest, halves to even, within the type's limits."""
    values = np.array(values, np.float32)
    with np.errstate(over="ignore"):
        if dtype is np.bool_ or not np.issubdtype(dtype, np.integer):
            return values.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.rint(values.astype(np.float64)), limits.min, limits.max).astype(dtype)


def save(path, nodes, inputs, outputs, initializers=()):
    graph = helper.make_graph(nodes, path.stem, inputs, outputs, list(initializers))
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def one_type(folder, name):
    """The input itself, as float32, and its second value without a dimension."""
    number, dtype, values = TYPES[name]
    port = helper.make_tensor_value_info
    save(folder / f"{name}.onnx", [
        helper.make_node("Reshape", ["x", "shape"], ["same"]),
        helper.make_node("Cast", ["x"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["x", "index"], ["second"], axis=0),
    ], [port("x", number, ["n"])],
        [port("same", number, ["n"]), port("wide", TensorProto.FLOAT, ["n"]), port("second", number, [])],
        [numpy_helper.from_array(np.array([-1], np.int64), "shape"), numpy_helper.from_array(np.array(1, np.int64), "index")])
    inside = converted(values, dtype).astype(np.float32)
    given = np.array(values, np.float32)
    # JSON has no infinity.
    text = lambda numbers: [float(n) if np.isfinite(n) else ("inf" if n > 0 else "-inf") for n in numbers]
    return {"type": name, "values": text(given), "expected": text(inside)}


def mixed(folder):
    generator = np.random.default_rng(5)
    port = helper.make_tensor_value_info
    weights = (generator.standard_normal((4, 3, 3, 3)) * 0.2).astype(np.float16)
    save(folder / "mixed.onnx", [
        helper.make_node("Conv", ["picture", "weights"], ["features"], pads=[1, 1, 1, 1]),
        helper.make_node("Cast", ["weight"], ["half"], to=TensorProto.FLOAT16),
        helper.make_node("Mul", ["features", "half"], ["result"]),
        helper.make_node("ArgMax", ["result"], ["classes"], axis=1, keepdims=0),
        helper.make_node("Cast", ["weight"], ["single"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["single"], ["total"], keepdims=0),
    ], [port("picture", TensorProto.FLOAT16, [1, 3, "height", "width"]), port("weight", TensorProto.DOUBLE, [1])],
        [port("result", TensorProto.FLOAT16, [1, 4, "height", "width"]),
         port("classes", TensorProto.INT64, [1, "height", "width"]), port("total", TensorProto.FLOAT, [])],
        [numpy_helper.from_array(weights, "weights")])
    picture = generator.random((1, 3, 6, 5)).astype(np.float16)
    session = onnxruntime.InferenceSession(folder / "mixed.onnx", providers=["CPUExecutionProvider"])
    outputs = session.run(None, {"picture": picture, "weight": np.array([0.75], np.float64)})
    return {"inputs": [tensor(picture), {"shape": [1], "values": [0.75]}], "outputs": [tensor(each) for each in outputs]}


def nsfw(path):
    """On the picture that Reference.swift makes: 24-bit fractions, exact in float32, times 255."""
    places = np.arange(224 * 224 * 3, dtype=np.uint32) * np.uint32(2_654_435_761)
    picture = (places >> 8).astype(np.float32) / np.float32(1 << 24) * np.float32(255)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    outputs = session.run(None, {session.get_inputs()[0].name: picture.reshape(1, 224, 224, 3)})
    return {"inputs": [], "outputs": [tensor(each) for each in outputs]}


def tensor(array):
    return {"shape": list(array.shape), "values": [float(value) for value in array.astype(np.float32).ravel()]}


def main():
    folder = Path(sys.argv[1])
    reference = {"types": [one_type(folder, name) for name in TYPES], "mixed": mixed(folder), "nsfw": nsfw(sys.argv[2])}
    (folder / "reference.json").write_text(json.dumps(reference))


if __name__ == "__main__":
    main()
