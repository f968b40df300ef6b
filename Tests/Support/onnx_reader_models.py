"""Writes ONNX files for ONNXReaderTests with the onnx package, and beside each what numpy reads in it.

Usage: onnx_reader_models.py FOLDER
Each NAME.onnx gets NAME.txt: the last initializer's shape in the first line, its values as float32 in the second.
"""

import pathlib
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper


def write(folder, name, tensors, nodes=()):
    port = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    nodes = list(nodes) or [helper.make_node("Identity", ["x"], ["y"])]
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    model = helper.make_model(helper.make_graph(nodes, "small", [port], [out], tensors))
    (folder / f"{name}.onnx").write_bytes(model.SerializeToString())
    last = numpy_helper.to_array(tensors[-1]).astype(np.float32)
    shape = " ".join(map(str, last.shape))
    values = " ".join(str(bits) for bits in last.reshape(-1).view(np.uint32).tolist())
    (folder / f"{name}.txt").write_text(f"{shape}\n{values}\n")


def main(folder):
    random = np.random.default_rng(5)
    values = random.normal(size=(5, 7)).astype(np.float32)
    first = numpy_helper.from_array(random.normal(size=(3, 2, 1)).astype(np.float32), "first")
    halves = np.array([0, -0.0, 1, -2.5, 6e-8, 6.1e-5, 65504, np.inf, -np.inf], np.float16)
    write(folder, "raw32", [first, numpy_helper.from_array(values, "map")])
    write(folder, "typed32", [first, helper.make_tensor("map", TensorProto.FLOAT, [5, 7], values.reshape(-1).tolist())])
    write(folder, "raw16", [first, numpy_helper.from_array(halves, "map")])
    write(folder, "typed16", [first, helper.make_tensor("map", TensorProto.FLOAT16, [9], halves.tolist())])
    write(folder, "raw64", [first, numpy_helper.from_array(values.astype(np.float64) * np.pi, "map")])
    write(
        folder, "typed64",
        [first, helper.make_tensor("map", TensorProto.DOUBLE, [35], (values.astype(np.float64) * np.e).reshape(-1).tolist())])
    write(folder, "scalar", [first, numpy_helper.from_array(np.array(4.25, np.float32), "map")])
    write(folder, "empty", [first, numpy_helper.from_array(np.zeros((0, 3), np.float32), "map")])


main(pathlib.Path(sys.argv[1]))
