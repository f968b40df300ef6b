"""Writes networks for WideConvolutionsTests, and what ONNX Runtime makes of them with its own convolutions.

Usage: wide_convolutions.py FOLDER
wide.onnx has an output for each kind of padding that a 3 x 3 convolution of 256 channels can have; NAME.onnx of the
others has something that must stay as it is. wide.txt has a line for each picture: its file, then name, shape and file
of each output. Values are float32 as in memory.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

CHANNELS = 256
KINDS = {
    "same": {"pads": [1, 1, 1, 1]},
    "bare": {},
    "uneven": {"pads": [0, 2, 1, 3]},
    "valid": {"auto_pad": "VALID"},
    "upper": {"auto_pad": "SAME_UPPER"},
    "lower": {"auto_pad": "SAME_LOWER", "kernel_shape": [3, 3], "strides": [1, 1], "dilations": [1, 1], "group": 1},
}


def model(nodes, outputs, constants, side, channels=CHANNELS, kind=TensorProto.FLOAT):
    picture = helper.make_tensor_value_info("picture", kind, ["count", channels, *side])
    ports = [helper.make_tensor_value_info(name, kind, None) for name in outputs]
    tensors = [numpy_helper.from_array(values, name) for name, values in constants.items()]
    graph = helper.make_graph(nodes, "wide", [picture], ports, tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def wide(random):
    filters = random.normal(size=(CHANNELS, CHANNELS, 3, 3), scale=(9 * CHANNELS) ** -0.5).astype(np.float32)
    constants = {
        "filters": filters,
        "wider": random.normal(size=(320, CHANNELS, 3, 3), scale=(9 * CHANNELS) ** -0.5).astype(np.float32),
        "bias": random.normal(size=CHANNELS).astype(np.float32),
        "edges": np.array([0, 0, 1, 1, 0, 0, 1, 1], np.int64),
        "scales": np.array([1, 1, 2, 2], np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["picture", "filters", "bias"], [name], **attributes)
        for name, attributes in KINDS.items()]
    nodes += [
        helper.make_node("Conv", ["same", "wider", ""], ["narrow"], pads=[1, 1, 1, 1]),
        helper.make_node("Pad", ["picture", "edges"], ["mirrored"], mode="reflect"),
        helper.make_node("Conv", ["mirrored", "filters"], ["first"]),
        helper.make_node("Relu", ["first"], ["positive"]),
        helper.make_node("Resize", ["positive", "", "scales"], ["large"], mode="nearest"),
        helper.make_node("Conv", ["large", "filters", "bias"], ["deep"], pads=[1, 1, 1, 1]),
    ]
    return model(nodes, [*KINDS, "narrow", "deep"], constants, ["height", "width"])


def untouched(random):
    """Networks that have no layer to rewrite, each for another reason."""
    def one(side=(96, 96), outputs=CHANNELS, inputs=CHANNELS, kernel=3, kind=np.float32, **attributes):
        shape = (outputs, inputs // attributes.get("group", 1), kernel, kernel)
        filters = (random.normal(size=shape) * 0.01).astype(kind)
        node = helper.make_node("Conv", ["picture", "filters"], ["result"], **attributes)
        proto = TensorProto.FLOAT if kind == np.float32 else TensorProto.FLOAT16
        return model([node], ["result"], {"filters": filters}, side, inputs, proto)

    return {
        "narrow": one(outputs=96, side=(128, 128)), "shallow": one(inputs=96, side=(128, 128)), "pointwise": one(kernel=1), "large": one(kernel=5),
        "strided": one(strides=[2, 2]), "dilated": one(dilations=[2, 2]), "grouped": one(group=2),
        "half": one(kind=np.float16), "tiny": one(side=(7, 7)), "light": one(side=(64, 64)), "open": one(side=("height", "width")),
    }


def main(folder):
    random = np.random.default_rng(17)
    network = wide(random).SerializeToString()
    (folder / "wide.onnx").write_bytes(network)
    for name, other in untouched(random).items():
        (folder / f"{name}.onnx").write_bytes(other.SerializeToString())
    session = onnxruntime.InferenceSession(network, providers=["CPUExecutionProvider"])
    lines = []
    for count, height, width in ((1, 32, 36), (2, 30, 31)):
        picture = random.normal(size=(count, CHANNELS, height, width)).astype(np.float32)
        words = [f"{count} {CHANNELS} {height} {width}:picture-{height}.bin"]
        picture.tofile(folder / f"picture-{height}.bin")
        for port, values in zip(session.get_outputs(), session.run(None, {"picture": picture})):
            values.tofile(folder / f"{port.name}-{height}.bin")
            words.append(" ".join(map(str, values.shape)) + f":{port.name}-{height}.bin")
        lines.append(",".join(words))
    (folder / "wide.txt").write_text("\n".join(lines))


main(pathlib.Path(sys.argv[1]))
