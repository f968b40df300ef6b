#!/usr/bin/env python3
"""Writes small networks with the signatures of FaceFusion's models and random weights, for tests.

    make_models.py OUT_DIR [FAMILY...] [--size small|full] [--missing]

Names and shapes of inputs and outputs, their element types and their order are those of the files that people have; what
is between them is a few layers of random weights, the same bytes every time, whose answer depends on every input and on
the whole picture. Detectors answer to bright blobs on dark ground, with several overlapping candidates for each.

`--missing` writes only what is not there yet, one process after the other. `--size full` writes inswapper at its true
size, about 550 MB, for measuring.
"""

import argparse
import fcntl
import hashlib
import os
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper

OPSET = 17


class Network:
    """A graph under construction: each method appends a node and returns the name of its output."""

    def __init__(self, name, half=False):
        self.name = name
        self.random = np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))
        self.nodes, self.initializers, self.inputs, self.outputs = [], [], [], []
        self.answers = {}
        self.count = 0
        self.float = np.float16 if half else np.float32

    # Names and values

    def fresh(self, kind):
        self.count += 1
        return f"{kind}_{self.count}"

    def constant(self, values, kind=None):
        values = np.asarray(values)
        if values.dtype.kind == "f":
            values = values.astype(self.float, copy=False)
        name = self.fresh("weight")
        self.initializers.append((name, values))
        return name

    def normal(self, *shape, gain=1.0):
        values = self.random.standard_normal(shape, dtype=np.float32)
        values *= np.float32(gain)
        return values

    def node(self, operation, inputs, outputs=1, **attributes):
        names = [self.fresh(operation.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(operation, inputs, names, name=names[0] + "_node", **attributes))
        return names[0] if outputs == 1 else names

    # Doors

    def input(self, name, shape, kind=TensorProto.FLOAT):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        if kind != TensorProto.INT64 and (kind != TensorProto.FLOAT or self.float == np.float16):
            # As the converter to half precision calls it: some engines then know the input by this name too.
            cast = f"graph_input_cast_{len(self.inputs) - 1}"
            self.nodes.append(helper.make_node("Cast", [name], [cast], name=cast, to=self.kind()))
            return cast
        return name

    def output(self, name, value, shape, kind=TensorProto.FLOAT):
        if kind == TensorProto.FLOAT and self.float == np.float16:
            value = self.node("Cast", [value], to=TensorProto.FLOAT)
        self.answers[value] = name
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def kind(self):
        return TensorProto.FLOAT16 if self.float == np.float16 else TensorProto.FLOAT

    def write(self, path, last=None):
        """`last` is an initializer that no node uses and that stands after all others: inswapper's embedding map."""
        # The last layers answer under the outputs' own names, as exporters have it.
        for node in self.nodes:
            for names in (node.input, node.output):
                for index, value in enumerate(names):
                    names[index] = self.answers.get(value, value)
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs)
        model = helper.make_model(
            graph, producer_name="make_models", ir_version=8, opset_imports=[helper.make_opsetid("", OPSET)])
        arrays = self.initializers + ([last] if last else [])
        # Straight into the model: on the way that the library offers, half a gigabyte would be copied four times.
        for name, values in arrays:
            model.graph.initializer.add(
                name=name, dims=values.shape, data_type=helper.np_dtype_to_tensor_dtype(values.dtype),
                raw_data=values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())
        if sum(values.nbytes for _, values in arrays) < 1 << 24:
            onnx.checker.check_model(model, full_check=True)
        # Whoever finds the file finds it whole.
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_bytes(model.SerializeToString(deterministic=True))
        os.replace(part, path)

    # Layers

    def conv(self, x, before, after, side=3, stride=1, gain=1.0, pad=None, bias=0.1):
        weight = self.constant(self.normal(after, before, side, side, gain=gain / np.sqrt(before * side * side)))
        inputs = [x, weight] + ([self.constant(self.normal(after, gain=bias))] if bias is not None else [])
        pad = (side - 1) // 2 if pad is None else pad
        return self.node(
            "Conv", inputs, kernel_shape=[side, side], strides=[stride, stride], pads=[pad] * 4)

    def dense(self, x, before, after, gain=1.0, bias=0.1):
        weight = self.constant(self.normal(before, after, gain=gain / np.sqrt(before)))
        return self.node("Gemm", [x, weight, self.constant(self.normal(after, gain=bias))])

    def pool(self, x, side, stride=None, pad=0):
        return self.node(
            "AveragePool", [x], kernel_shape=[side, side], strides=[stride or side] * 2, pads=[pad] * 4,
            count_include_pad=0)

    def tanh(self, x):
        return self.node("Tanh", [x])

    def sigmoid(self, x):
        return self.node("Sigmoid", [x])

    def add(self, a, b):
        return self.node("Add", [a, b if isinstance(b, str) else self.constant(b)])

    def sub(self, a, b):
        return self.node("Sub", [a, b if isinstance(b, str) else self.constant(b)])

    def mul(self, a, b):
        return self.node("Mul", [a, b if isinstance(b, str) else self.constant(b)])

    def reshape(self, x, *shape):
        return self.node("Reshape", [x, self.constant(np.array(shape, np.int64))])

    def transpose(self, x, *order):
        return self.node("Transpose", [x], perm=list(order))

    def concat(self, parts, axis):
        return self.node("Concat", parts, axis=axis)

    def affine(self, x, scale, shift):
        return self.add(self.mul(x, np.float32(scale)), np.float32(shift))

    # Small bodies

    def summary(self, picture, side, channels=8, cells=4):
        """Numbers from the whole of a square picture, channels·cells²."""
        x = self.tanh(self.conv(picture, 3, channels, side=3, stride=2, gain=3))
        half = (side + 1) // 2
        return self.reshape(self.pool(x, half // cells, half // cells), -1, channels * cells * cells)

    def repainted(self, picture, side, styles=(), channels=8, strength=0.35):
        """The picture with a random change that its own whole and each of `styles`, (value, width), steer."""
        x = self.tanh(self.conv(picture, 3, channels, gain=2))
        sources = list(styles) + [(self.summary(picture, side), 128)]
        for value, width in sources:
            scale = self.reshape(self.tanh(self.dense(value, width, channels, gain=2)), -1, channels, 1, 1)
            shift = self.reshape(self.tanh(self.dense(value, width, channels, gain=2)), -1, channels, 1, 1)
            x = self.add(self.mul(x, self.affine(scale, 0.6, 1)), self.mul(shift, np.float32(0.5)))
        change = self.tanh(self.conv(x, channels, 3))
        return self.add(self.mul(picture, np.float32(0.85)), self.mul(change, np.float32(strength)))


# Detectors


def planted_scores(net, picture, stride, unit):
    """At every cell, how much brighter a patch of 3 × 3 cells is than 9 × 9 around it, with a little texture."""
    cells = net.pool(picture, stride)
    weights = np.array([0.25, 0.5, 0.25], np.float32).reshape(1, 3, 1, 1) / unit
    grey = net.node("Conv", [cells, net.constant(weights)], kernel_shape=[1, 1])
    contrast = net.sub(net.pool(grey, 3, 1, 1), net.pool(grey, 9, 1, 4))
    texture = net.tanh(net.mul(net.conv(cells, 3, 8, gain=2, bias=None), np.float32(1 / unit)))
    score = net.add(contrast, net.mul(net.conv(texture, 8, 1), np.float32(0.03)))
    return net.mul(net.sub(score, np.float32(0.62)), np.float32(9)), texture


# In cells: left, top, right, bottom; then x and y of eyes, nose and corners of the mouth.
BOX = np.array([2.1, 2.4, 2.2, 2.6], np.float32)
FIVE = np.array([-0.9, -0.7, 0.9, -0.65, 0.05, 0.15, -0.75, 0.95, 0.7, 1.0], np.float32)


def anchored_detector(name, names):
    """InsightFace's: nine outputs, score, box and landmarks at three strides, two anchors a cell, without batch."""
    net = Network(name)
    picture = net.input("input", [1, 3, "height", "width"])
    heads = {"score": [], "box": [], "five": []}
    for stride in (8, 16, 32):
        score, texture = planted_scores(net, picture, stride, 1)
        both = net.concat([score, net.affine(score, 0.9, -0.2)], 1)
        box = net.add(
            net.mul(net.tanh(net.conv(texture, 8, 8)), np.float32(0.35)), np.tile(BOX, 2).reshape(1, 8, 1, 1))
        five = net.add(
            net.mul(net.tanh(net.conv(texture, 8, 20)), np.float32(0.2)), np.tile(FIVE, 2).reshape(1, 20, 1, 1))
        for kind, value, width in (("score", net.sigmoid(both), 1), ("box", box, 4), ("five", five, 10)):
            heads[kind].append(net.reshape(net.transpose(value, 0, 2, 3, 1), -1, width))
    flat = heads["score"] + heads["box"] + heads["five"]
    for output, value, width in zip(names, flat, [1] * 3 + [4] * 3 + [10] * 3):
        net.output(output, value, ["cells_" + output, width])
    return net


def yoloface(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 640, 640])
    parts = []
    for stride in (8, 16, 32):
        cells = 640 // stride
        score, texture = planted_scores(net, picture, stride, 0.5)
        across = (np.arange(cells, dtype=np.float32) + 0.5) * stride
        column, row = across.reshape(1, 1, 1, cells), across.reshape(1, 1, cells, 1)
        moved = net.mul(net.tanh(net.conv(texture, 8, 2)), np.float32(0.3 * stride))
        x, y = net.node("Split", [moved, net.constant(np.array([1, 1], np.int64))], 2, axis=1)
        size = net.affine(net.tanh(net.conv(texture, 8, 2)), 0.5 * stride, 4.6 * stride)
        values = [net.add(x, column), net.add(y, row), size, net.sigmoid(score)]
        offsets = net.mul(net.tanh(net.conv(texture, 8, 10)), np.float32(0.2 * stride))
        offsets = net.node("Split", [offsets, net.constant(np.ones(10, np.int64))], 10, axis=1)
        for point in range(5):
            values.append(net.add(net.add(offsets[2 * point], column), np.float32(FIVE[2 * point] * stride)))
            values.append(net.add(net.add(offsets[2 * point + 1], row), np.float32(FIVE[2 * point + 1] * stride)))
            values.append(net.sigmoid(net.affine(score, 0.5, point * 0.1)))
        parts.append(net.reshape(net.concat(values, 1), 1, 20, cells * cells))
    net.output("output0", net.concat(parts, 2), [1, 20, 8400])
    return net


def yunet(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 640, 640])
    heads = {"cls": [], "obj": [], "bbox": [], "kps": []}
    for stride in (8, 16, 32):
        score, texture = planted_scores(net, picture, stride, 127.5)
        moved = net.mul(net.tanh(net.conv(texture, 8, 2)), np.float32(0.4))
        size = net.affine(net.tanh(net.conv(texture, 8, 2)), 0.15, float(np.log(4.6)))
        five = net.add(net.mul(net.tanh(net.conv(texture, 8, 10)), np.float32(0.2)), FIVE.reshape(1, 10, 1, 1))
        values = (
            ("cls", net.sigmoid(net.affine(score, 1, 0.5)), 1), ("obj", net.sigmoid(net.affine(score, 0.8, 1.2)), 1),
            ("bbox", net.concat([moved, size], 1), 4), ("kps", five, 10))
        for kind, value, width in values:
            heads[kind].append(net.reshape(net.transpose(value, 0, 2, 3, 1), 1, -1, width))
    for kind, width in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
        for stride, value in zip((8, 16, 32), heads[kind]):
            net.output(f"{kind}_{stride}", value, [1, (640 // stride) ** 2, width])
    return net


# Landmarks


def mean_shape():
    """A plain face of 68 points in the order of iBUG, as shares of a crop whose middle 3/4 the face fills."""
    turn = np.linspace(np.pi, 0, 17)
    jaw = np.stack([0.5 + 0.34 * np.cos(turn), 0.42 + 0.44 * np.sin(turn) ** 0.9], 1)
    arch = np.linspace(0, 1, 5)
    left_brow = np.stack([0.24 + 0.19 * arch, 0.33 - 0.05 * np.sin(np.pi * arch)], 1)
    right_brow = np.stack([0.57 + 0.19 * arch, 0.33 - 0.05 * np.sin(np.pi * arch)], 1)
    bridge = np.stack([np.full(4, 0.5), np.linspace(0.4, 0.57, 4)], 1)
    base = np.stack([np.linspace(0.43, 0.57, 5), 0.62 + 0.015 * np.sin(np.pi * arch)], 1)

    def eye(x):
        return np.array(
            [[-0.055, 0], [-0.02, -0.025], [0.02, -0.025], [0.055, 0], [0.02, 0.022], [-0.02, 0.022]]) + [x, 0.41]

    outer = np.linspace(np.pi, -np.pi, 13)[:12]
    lips = np.stack([0.5 + 0.13 * np.cos(outer), 0.75 - 0.05 * np.sin(outer)], 1)
    inner = np.linspace(np.pi, -np.pi, 9)[:8]
    mouth = np.stack([0.5 + 0.1 * np.cos(inner), 0.75 - 0.018 * np.sin(inner)], 1)
    shape = np.concatenate([jaw, left_brow, right_brow, bridge, base, eye(0.34), eye(0.66), lips, mouth])
    return np.round(shape, 5).astype(np.float32)


def landmark_scores(net, picture):
    return net.sigmoid(net.affine(net.tanh(net.dense(net.summary(picture, 256), 128, 68, gain=2)), 1.0, 1.6))


def moved_shape(net, picture, side):
    moves = net.reshape(net.tanh(net.dense(net.summary(picture, 256), 128, 136, gain=2)), 1, 68, 2)
    return net.add(net.mul(moves, np.float32(0.02 * side)), (mean_shape() * side)[None])


def fan4(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 256, 256])
    points = moved_shape(net, picture, 64)
    scores = net.reshape(landmark_scores(net, picture), 1, 68, 1)
    maps = net.sigmoid(net.conv(picture, 3, 68, side=4, stride=4, gain=3, pad=0))
    maps = net.mul(maps, net.reshape(scores, 1, 68, 1, 1))
    net.output("landmarks_xyscore", net.concat([points, scores], 2), [1, 68, 3])
    net.output("heatmaps", maps, [1, 68, 64, 64])
    return net


def peppa(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 256, 256])
    points = moved_shape(net, picture, 64)
    scores = net.reshape(landmark_scores(net, picture), 1, 68, 1)
    net.output("output", net.concat([points, scores], 2), [1, 68, 3])
    return net


def fan_68_5(name):
    """68 points from five, which stand where `ffhq_512` puts them in a square of side 1."""
    net = Network(name)
    five = net.input("input", [1, 5, 2])
    template = np.array(
        [[0.37691676, 0.46864664], [0.62285697, 0.46912813], [0.50123859, 0.61331904], [0.39308822, 0.72541100],
         [0.61150205, 0.72490465]])
    shape = mean_shape().astype(np.float64) * 0.78 + [0.11, 0.149]
    distance = ((shape[:, None] - template[None]) ** 2).sum(2)
    shares = np.exp(-8 * distance)
    shares = np.round(shares / shares.sum(1, keepdims=True), 6)
    rest = np.round(shape - (shares[:, :, None] * template[None]).sum(1), 6)
    points = net.add(net.node("MatMul", [net.constant(shares[None]), five]), rest[None])
    bend = net.reshape(net.tanh(net.dense(net.reshape(five, 1, 10), 10, 136)), 1, 68, 2)
    net.output("output", net.add(points, net.mul(bend, np.float32(0.008))), [1, 68, 2])
    return net


# Recognition


def arcface(name):
    net = Network(name)
    picture = net.input("input", ["batch", 3, 112, 112])
    features = net.reshape(net.pool(net.tanh(net.conv(picture, 3, 8, stride=2, gain=4)), 7), -1, 512)
    hidden = net.tanh(net.dense(features, 512, 48, gain=4))
    # The file that people have promises one embedding however many pictures it takes.
    net.output("683", net.dense(hidden, 48, 512, gain=1.2), [1, 512])
    return net


def fairface(name):
    net = Network(name)
    picture = net.input("input", ["batch", 3, 224, 224])
    hidden = net.tanh(net.dense(net.summary(picture, 224), 128, 32, gain=6, bias=0.3))
    for output, classes in (("race_id", 7), ("gender_id", 2), ("age_id", 9)):
        best = net.node("ArgMax", [net.dense(hidden, 32, classes, gain=3)], axis=1, keepdims=0)
        net.output(output, best, ["batch"], TensorProto.INT64)
    return net


def converter(name):
    net = Network(name)
    embedding = net.input("input", ["batch", 512])
    hidden = net.tanh(net.dense(net.mul(embedding, np.float32(0.5)), 512, 48, gain=1))
    net.output("output", net.add(net.dense(hidden, 48, 512, gain=1), net.mul(embedding, np.float32(0.3))),
               ["batch", 512])
    return net


# Masks


def waves(net, side, channels, middle=0):
    """A smooth pattern over the crop as a sum of one by rows and one by columns, higher by `middle` at its centre."""
    place = np.arange(side, dtype=np.float64) / side
    phases = net.random.uniform(0, 2 * np.pi, (2, channels, 1))
    rates = net.random.uniform(0.6, 2.2, (2, channels, 1))
    hill = np.reshape(middle, (-1, 1)) / 2 * np.cos(np.pi * (place - 0.5))
    rows, columns = np.round(np.sin(2 * np.pi * rates * place + phases) + hill, 5)
    return net.add(
        net.constant(rows.reshape(1, channels, side, 1)), columns.reshape(1, channels, 1, side).astype(np.float32))


def xseg(name):
    net = Network(name)
    picture = net.input("input", ["batch", 256, 256, 3])
    planes = net.transpose(picture, 0, 3, 1, 2)
    blurred = net.pool(planes, 15, 1, 7)
    features = net.tanh(net.conv(blurred, 3, 8, gain=3))
    steering = net.reshape(net.tanh(net.dense(net.summary(planes, 256), 128, 1)), -1, 1, 1, 1)
    score = net.add(net.add(net.conv(features, 8, 1, gain=2), net.mul(waves(net, 256, 1, 2), np.float32(1.5))), steering)
    net.output("output", net.transpose(net.sigmoid(net.affine(score, 2.5, 2.5)), 0, 2, 3, 1), ["batch", 256, 256, 1])
    return net


def bisenet(name):
    net = Network(name)
    picture = net.input("input", ["batch", 3, 512, 512])
    features = net.tanh(net.conv(net.pool(picture, 9, 1, 4), 3, 8))
    # Skin and nose lead in the middle, so that the usual choice of regions is neither empty nor the whole crop.
    lead = np.zeros(19)
    lead[[1, 10]] = 1.2
    scores = net.add(net.conv(features, 8, 19, gain=0.7), waves(net, 512, 19, lead))
    steering = net.reshape(net.tanh(net.dense(net.summary(picture, 512), 128, 19)), -1, 19, 1, 1)
    scores = net.add(scores, net.mul(steering, np.float32(0.2)))
    # Of the three only the first counts; the others served its training.
    net.output("output", scores, ["batch", 19, 512, 512])
    for output, share in (("coarse_16", 0.5), ("coarse_32", -0.5)):
        net.output(output, net.mul(scores, np.float32(share)), ["batch", 19, 512, 512])
    return net


# Swappers


def embedded_swapper(name, side, half=False, extra_mask=False, centred=False):
    net = Network(name, half)
    picture = net.input("target", [1, 3, side, side])
    source = net.input("source", [1, 512])
    result = net.repainted(picture, side, [(source, 512)])
    net.output("output", result if centred else net.affine(result, 0.95, 0.05), [1, 3, side, side])
    if extra_mask:
        mask = net.sigmoid(net.conv(net.pool(picture, 9, 1, 4), 3, 1, gain=3))
        net.output("mask", mask, [1, 1, side, side])
    return net


def pictured_swapper(name, source_side):
    net = Network(name)
    source = net.input("source", [1, 3, source_side, source_side])
    picture = net.input("target", [1, 3, 256, 256])
    result = net.repainted(picture, 256, [(net.summary(source, source_side), 128)])
    net.output("output", result, [1, 3, 256, 256])
    return net


def inswapper(name, half=False):
    net = embedded_swapper(name, 128, half)
    # No node uses the map, so the converter to half precision leaves it as it is, in the file that people have too.
    net.last = ("buff2fs", net.normal(512, 512, gain=1 / np.sqrt(512)))
    return net


def full_inswapper(name):
    """As wide and deep as the network that people have: 138 million weights, most in six blocks at 32 × 32."""
    net = Network(name + "/full")
    net.name = name
    picture = net.input("target", [1, 3, 128, 128])
    source = net.input("source", [1, 512])

    def padded(x, before, after, side, stride=1, gain=1.0):
        pad = side // 2
        x = net.node("Pad", [x, net.constant(np.array([0, 0, pad, pad] * 2, np.int64))], mode="reflect")
        return net.conv(x, before, after, side, stride, gain, pad=0, bias=0.01)

    def leaky(x):
        return net.node("LeakyRelu", [x], alpha=0.2)

    def styled(x):
        """Instance norm, then scale and shift from the embedding, in the plain operations that the original has."""
        centred = net.sub(x, net.node("ReduceMean", [x], axes=[2, 3], keepdims=1))
        spread = net.node("ReduceMean", [net.mul(centred, centred)], axes=[2, 3], keepdims=1)
        even = net.node("Div", [centred, net.node("Sqrt", [net.add(spread, np.float32(1e-8))])])
        style = net.reshape(net.dense(source, 512, 2048), 1, 2048, 1, 1)
        scale, shift = net.node("Split", [style, net.constant(np.array([1024, 1024], np.int64))], 2, axis=1)
        return net.add(net.mul(even, net.affine(scale, 0.2, 1)), shift)

    x = leaky(padded(picture, 3, 128, 7, gain=1.5))
    x = leaky(net.conv(x, 128, 256, 3, 1, 1.4))
    x = leaky(net.conv(x, 256, 512, 3, 2, 1.4))
    x = leaky(net.conv(x, 512, 1024, 3, 2, 1.4))
    for _ in range(6):
        inner = net.node("Relu", [styled(padded(x, 1024, 1024, 3))])
        x = net.add(x, styled(padded(inner, 1024, 1024, 3)))
    for before, after in ((1024, 512), (512, 256)):
        sizes = net.constant(np.array([1, 1, 2, 2], np.float32))
        x = net.node("Resize", [x, "", sizes], mode="linear", coordinate_transformation_mode="half_pixel")
        x = leaky(net.conv(x, before, after, 3, 1, 1.4 if before == 512 else 0.6))
    x = leaky(net.conv(x, 256, 128, 3, 1, 1.4))
    x = net.tanh(padded(x, 128, 3, 7))
    net.output("output", net.affine(x, 0.5, 0.5), [1, 3, 128, 128])
    net.last = ("buff2fs", net.normal(512, 512, gain=1 / np.sqrt(512)))
    return net


def deep_swapper(name, side=224):
    """DeepFaceLive's, as tf2onnx writes it: pictures NHWC, blue first, 0…1."""
    net = Network(name)
    face = net.input("in_face:0", ["batch", side, side, 3])
    morph = net.input("morph_value:0", [1])
    planes = net.transpose(face, 0, 3, 1, 2)
    painted = net.repainted(planes, side, [(net.reshape(net.mul(morph, np.float32(2)), 1, 1), 1)])
    blurred = net.pool(planes, 15, 1, 7)

    def mask():
        score = net.add(net.conv(blurred, 3, 1, gain=2), waves(net, side, 1, 2))
        score = net.add(score, net.reshape(morph, 1, 1, 1, 1))
        return net.transpose(net.sigmoid(net.affine(score, 3, 3)), 0, 2, 3, 1)

    net.output("out_face_mask:0", mask(), ["batch", side, side, 1])
    net.output("out_celeb_face:0", net.transpose(painted, 0, 2, 3, 1), ["batch", side, side, 3])
    net.output("out_celeb_face_mask:0", mask(), ["batch", side, side, 1])
    return net


# Restorers


def restorer(name, side):
    net = Network(name)
    picture = net.input("input", [1, 3, side, side])
    net.output("output", net.repainted(picture, side), [1, 3, side, side])
    return net


def codeformer(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 512, 512])
    weight = net.input("weight", [1], TensorProto.DOUBLE)
    style = net.reshape(net.affine(weight, 3, -1), 1, 1)
    net.output("output", net.repainted(picture, 512, [(style, 1)]), [1, 3, 512, 512])
    return net


# Expression, age


def feature_extractor(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 256, 256])
    x = net.tanh(net.conv(picture, 3, 512, side=4, stride=4, gain=2, pad=0))
    whole = net.reshape(net.dense(net.summary(picture, 256), 128, 32), 1, 32, 1, 1, 1)
    net.output("output", net.add(net.reshape(x, 1, 32, 16, 64, 64), net.mul(whole, np.float32(0.1))),
               [1, 32, 16, 64, 64])
    return net


def motion_extractor(name):
    net = Network(name)
    picture = net.input("input", [1, 3, 256, 256])
    hidden = net.tanh(net.dense(net.summary(picture, 256), 128, 48, gain=4))

    def head(width, scale, shift, *shape):
        return net.reshape(net.affine(net.tanh(net.dense(hidden, 48, width)), scale, shift), *shape)

    for angle, range_ in (("pitch", 18), ("yaw", 30), ("roll", 12)):
        # FaceFusion makes a rotation of them as they are, which takes numbers without a side.
        net.output(angle, net.node("Squeeze", [head(1, range_, 0, 1), net.constant(np.array([0]))]), [])
    net.output("scale", head(1, 0.2, 1.3, 1, 1), [1, 1])
    net.output("translation", head(3, 0.15, 0, 1, 3), [1, 3])
    net.output("expression", head(63, 0.05, 0, 1, 21, 3), [1, 21, 3])
    net.output("motion_points", head(63, 0.4, 0, 1, 21, 3), [1, 21, 3])
    return net


def generator(name):
    net = Network(name)
    volume = net.input("feature_volume", [1, 32, 16, 64, 64])
    source = net.input("source", [1, 21, 3])
    target = net.input("target", [1, 21, 3])
    x = net.tanh(net.conv(net.reshape(volume, 1, 512, 64, 64), 512, 16, side=1, gain=2))
    for points in (source, target):
        scale = net.reshape(net.tanh(net.dense(net.reshape(points, 1, 63), 63, 16, gain=6)), 1, 16, 1, 1)
        x = net.add(net.mul(x, net.affine(scale, 0.7, 1)), net.mul(scale, np.float32(0.3)))
    x = net.conv(x, 16, 192, gain=1)
    x = net.node("DepthToSpace", [x], blocksize=8, mode="CRD")
    net.output("output", net.affine(net.tanh(x), 0.56, 0.5), [1, 3, 512, 512])
    return net


def stitcher(name):
    net = Network(name)
    source = net.input("source", [1, 21, 3])
    target = net.input("target", [1, 21, 3])
    both = net.reshape(net.concat([source, target], 1), 1, 126)
    moves = net.reshape(net.tanh(net.dense(both, 126, 63, gain=2)), 1, 21, 3)
    net.output("output", net.add(source, net.mul(moves, np.float32(0.03))), [1, 21, 3])
    return net


def retargeter(name, width):
    net = Network(name)
    values = net.input("input", [1, width])
    net.output("output", net.mul(net.tanh(net.dense(values, width, 63, gain=3)), np.float32(0.05)), [1, 63])
    return net


def fran(name):
    net = Network(name)
    picture = net.input("target", [1, 3, 1024, 1024])
    ages = net.input("direction", [2])
    result = net.repainted(picture, 1024, [(net.reshape(net.mul(ages, np.float32(3)), 1, 2), 2)], channels=4)
    net.output("output", result, [1, 3, 1024, 1024])
    return net


def styleganex(name):
    net = Network(name)
    face = net.input("target", [1, 3, 256, 256])
    wide = net.input("target_with_background", [1, 3, 384, 384])
    direction = net.input("direction", [])
    styles = [(net.reshape(direction, 1, 1), 1), (net.summary(face, 256), 128)]
    result = net.repainted(wide, 384, styles)
    sizes = net.constant(np.array([1, 1, 4, 4], np.float32))
    larger = net.node("Resize", [result, "", sizes], mode="linear", coordinate_transformation_mode="half_pixel")
    net.output("output", larger, [1, 3, 1536, 1536])
    return net


RETINAFACE_OUTPUTS = ["448", "471", "494", "451", "474", "497", "454", "477", "500"]
SCRFD_OUTPUTS = [f"{kind}_{stride}" for kind in ("score", "bbox", "kps") for stride in (8, 16, 32)]

FAMILIES = {
    "retinaface_10g": lambda name: anchored_detector(name, RETINAFACE_OUTPUTS),
    "scrfd_2.5g": lambda name: anchored_detector(name, SCRFD_OUTPUTS),
    "yoloface_8n": yoloface,
    "yunet_2023_mar": yunet,
    "2dfan4": fan4,
    "peppa_wutz": peppa,
    "fan_68_5": fan_68_5,
    "arcface_w600k_r50": arcface,
    "fairface": fairface,
    "xseg_1": xseg,
    "xseg_2": xseg,
    "xseg_3": xseg,
    "bisenet_resnet_18": bisenet,
    "bisenet_resnet_34": bisenet,
    "blendswap_256": lambda name: pictured_swapper(name, 112),
    "uniface_256": lambda name: pictured_swapper(name, 256),
    "ghost_1_256": lambda name: embedded_swapper(name, 256, centred=True),
    "hififace_unofficial_256": lambda name: embedded_swapper(name, 256, centred=True),
    "hyperswap_1a_256": lambda name: embedded_swapper(name, 256, extra_mask=True, centred=True),
    "inswapper_128": inswapper,
    "inswapper_128_fp16": lambda name: inswapper(name, half=True),
    "simswap_256": lambda name: embedded_swapper(name, 256),
    "simswap_unofficial_512": lambda name: embedded_swapper(name, 512),
    "crossface_ghost": converter,
    "crossface_hififace": converter,
    "crossface_simswap": converter,
    "gfpgan_1.4": lambda name: restorer(name, 512),
    "codeformer": codeformer,
    "gpen_bfr_256": lambda name: restorer(name, 256),
    "gpen_bfr_512": lambda name: restorer(name, 512),
    "restoreformer_plus_plus": lambda name: restorer(name, 512),
    "live_portrait_feature_extractor": feature_extractor,
    "live_portrait_motion_extractor": motion_extractor,
    "live_portrait_generator": generator,
    "live_portrait_stitcher": stitcher,
    "live_portrait_eye_retargeter": lambda name: retargeter(name, 66),
    "live_portrait_lip_retargeter": lambda name: retargeter(name, 65),
    "fran": fran,
    "styleganex_age": styleganex,
    "celebrity_224": deep_swapper,
}
ENDINGS = {"celebrity_224": ".dfm"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("families", nargs="*", metavar="FAMILY")
    parser.add_argument("--size", choices=["small", "full"], default="small")
    parser.add_argument("--missing", action="store_true")
    options = parser.parse_args()
    names = options.families or (["inswapper_128"] if options.size == "full" else list(FAMILIES))
    unknown = [name for name in names if name not in FAMILIES]
    if unknown:
        sys.exit(f"make_models: no family {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
    if options.size == "full" and names != ["inswapper_128"]:
        sys.exit("make_models: only inswapper_128 comes in full size")
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.missing:
        turn = open(options.folder / ".lock", "w")
        fcntl.flock(turn, fcntl.LOCK_EX)
    for name in names:
        path = options.folder / (name + ENDINGS.get(name, ".onnx"))
        if options.missing and path.exists():
            continue
        net = full_inswapper(name) if options.size == "full" else FAMILIES[name](name)
        net.write(path, getattr(net, "last", None))


if __name__ == "__main__":
    main()
