#!/usr/bin/env python3
"""Writes Tests/InferenceTests/ncnn_reference.json: a small network that uses every kind of layer which Likeness converts,
and what ncnn itself makes of a picture with it. Needs the Python packages numpy and ncnn."""

import base64
import json
import struct
import tempfile
from pathlib import Path

import ncnn
import numpy as np

OUT = Path(__file__).resolve().parent.parent / "InferenceTests/ncnn_reference.json"
WIDTH, HEIGHT = 9, 7
random = np.random.default_rng(0)
layers, weights = [], b""


def convolution(name, reads, writes, channels_in, channels_out, height, width, half=False, bias=True, flag=0, extra=""):
    global weights
    count = channels_in * channels_out * height * width
    values = (random.standard_normal(count) / np.sqrt(channels_in * height * width)).astype("f4")
    if half:
        data = values.astype("f2").tobytes()
        weights += struct.pack("<I", 0x01306B47) + data + b"\0" * (-len(data) % 4)
    else:
        weights += struct.pack("<I", flag) + values.tobytes()
    if bias:
        weights += random.standard_normal(channels_out).astype("f4").tobytes()
    layers.append(f"Convolution {name} 1 1 {reads} {writes} 0={channels_out} 1={width} 11={height} 5={int(bias)} "
                  f"6={count} {extra}")


layers += ["Input in 0 1 data 0=0 1=0 2=3", "Split split 1 2 data d0 d1"]
convolution("c0", "d0", "c0", 3, 5, 3, 3, extra="4=1")
layers.append("PReLU slope 1 1 c0 p 0=1")
weights += np.float32(0.3).tobytes()
layers.append("Split split2 1 4 p p0 p1 p2 p3")
convolution("c1", "p0", "c1", 5, 5, 3, 5, half=True, extra="2=2 12=3 4=4 14=3 9=1")
convolution("c2", "p1", "c2", 5, 5, 1, 1, half=True, bias=False, extra="9=2 -23310=1,1.0e-01")
layers.append("Eltwise sum 3 1 c1 c2 p2 e 0=1")
layers.append("Concat cat 2 1 e p3 k 0=0")
convolution("c3", "k", "c3", 10, 12, 3, 2, flag=0x2C056, extra="4=0 15=1 14=2 16=0")
layers += [
    "PixelShuffle shuffle 1 1 c3 s 0=2 1=1",
    "BinaryOp b0 1 1 s b0 0=0 1=1 2=0.5",
    "BinaryOp b1 1 1 b0 b1 0=2 1=1 2=1.5",
    "Interp i1 1 1 b1 i1 0=2 1=1.5 2=1.5",
    "Interp i2 1 1 i1 i2 0=3 1=2.0 2=2.0",
    "ReLU relu 1 1 i2 r 0=0.05",
    "Interp i3 1 1 d1 i3 0=1 1=6 2=6",
    "Eltwise last 2 1 r i3 out 0=1 -23301=2,0.3,-2.0",
]
param = f"7767517\n{len(layers)} 99\n" + "\n".join(layers) + "\n"

at = np.arange(3 * HEIGHT * WIDTH, dtype="f4").reshape(3, HEIGHT, WIDTH)
picture = ((at * 37) % 101 / 100).astype("f4")
with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "n.param").write_text(param)
    (Path(folder) / "n.bin").write_bytes(weights)
    net = ncnn.Net()
    for option in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage",
                   "use_winograd_convolution", "use_sgemm_convolution"):
        setattr(net.opt, option, False)
    net.load_param(str(Path(folder) / "n.param"))
    net.load_model(str(Path(folder) / "n.bin"))
    run = net.create_extractor()
    run.input("data", ncnn.Mat(picture))
    result = np.array(run.extract("out")[1], dtype="f4")

encode = lambda data: base64.b64encode(data).decode()
OUT.write_text(json.dumps({
    "ncnn": ncnn.__version__, "param": param, "weights": encode(weights), "width": WIDTH, "height": HEIGHT,
    "picture": encode(picture.tobytes()), "result_shape": list(result.shape), "result": encode(result.tobytes()),
}, indent=1) + "\n")
print(OUT.name, result.shape, float(result.min()), float(result.max()))
