#!/usr/bin/env python3
"""Writes Tests/RasterTests/soft_proof_reference.json: colours, what libvips' generic CMYK profile makes of them, and how
far the nearest colour is that it can print, by a reading of the profile's tables of our own (ICC.1:2001-04, lut16Type;
multilinear interpolation; black point compensation after ISO 18619). Needs vips and the Python packages numpy and scipy.
"""

import base64
import hashlib
import json
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

OUT = Path(__file__).resolve().parent.parent / "RasterTests/soft_proof_reference.json"
WHITE = np.array([0.9642, 1.0, 0.8249])  # D50
# Linear RGB to XYZ, adapted to D50 (Bradford).
SPACES = {
    "sRGB": [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]],
    "Display P3": [[0.5151187, 0.2919778, 0.1571035], [0.2411892, 0.6922441, 0.0665668],
                   [-0.0010505, 0.0418791, 0.7840713]],
}


def profile():
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *words: subprocess.run(words, check=True, capture_output=True, cwd=folder).stdout
        run("vips", "black", "black.tif", "8", "8", "--bands", "3")
        run("vips", "copy", "black.tif", "rgb.tif", "--interpretation", "srgb")
        run("vips", "icc_export", "rgb.tif", "cmyk.tif", "--output-profile", "cmyk")
        return base64.b64decode(run("vipsheader", "-f", "icc-profile-data", "cmyk.tif"))


def multilinear(table, at):
    last, axes = table.shape[0] - 1, at.shape[1]
    place = np.clip(at * last, 0, last - 1e-9)
    node, part = place.astype(int), place - place.astype(int)
    total = 0
    for corner in range(2**axes):
        ends = [corner >> axis & 1 for axis in range(axes)]
        weight = np.prod([part[:, a] if ends[a] else 1 - part[:, a] for a in range(axes)], axis=0)
        total = total + weight[:, None] * table[tuple(node[:, a] + ends[a] for a in range(axes))]
    return total


def lut(data, tag):
    for index in range(struct.unpack(">I", data[128:132])[0]):
        name, start, size = struct.unpack(">4sII", data[132 + 12 * index:144 + 12 * index])
        if name == tag:
            data = data[start:start + size]
    assert data[:4] == b"mft2"
    inputs, outputs, grid = data[8:11]
    before, after = struct.unpack(">HH", data[48:52])
    numbers = np.frombuffer(data, ">u2", offset=52).astype(float) / 65535
    curves, table, ends = np.split(numbers[:inputs * before + grid**inputs * outputs + outputs * after],
                                   np.cumsum([inputs * before, grid**inputs * outputs]))
    curves, ends = curves.reshape(inputs, before), ends.reshape(outputs, after)
    table = table.reshape((grid,) * inputs + (outputs,))

    def look_up(x):
        x = np.clip(x, 0, 1)
        x = np.stack([np.interp(x[:, k], np.linspace(0, 1, before), curves[k]) for k in range(inputs)], 1)
        y = multilinear(table, x)
        return np.stack([np.interp(y[:, k], np.linspace(0, 1, after), ends[k]) for k in range(outputs)], 1)

    return look_up


def lab_of_xyz(xyz):
    t = xyz / WHITE
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def xyz_of_lab(lab):
    y = (lab[:, 0] + 16) / 116
    f = np.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], 1)
    return np.where(f > 6 / 29, f**3, (116 * f - 16) * 27 / 24389) * WHITE


def encoded(lab):
    return np.stack([lab[:, 0] / 100 * 65280, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256], 1) / 65535


def decoded(values):
    values = values * 65535
    return np.stack([values[:, 0] / 65280 * 100, values[:, 1] / 256 - 128, values[:, 2] / 256 - 128], 1)


def light(codes):
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055)**2.4)


def codes_of(lab, matrix):
    rgb = np.clip(xyz_of_lab(lab) @ np.linalg.inv(matrix).T, 0, 1)
    return np.rint(np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * rgb**(1 / 2.4) - 0.055) * 65535)


data = profile()
to_lab, to_ink, to_ink_perceptual = (lut(data, tag) for tag in (b"A2B1", b"B2A1", b"B2A0"))
printed = lambda ink: decoded(to_lab(ink))
ink_of = lambda lab: to_ink(encoded(lab))
black = printed(to_ink_perceptual(encoded(np.zeros((1, 3)))))[0, 0]
black_xyz = xyz_of_lab(np.array([[black, 0, 0]]))[0]
compensated = lambda lab: lab_of_xyz(black_xyz + xyz_of_lab(lab) * (1 - black_xyz / WHITE))

side = np.linspace(0, 1, 17)
inks = np.stack(np.meshgrid(*[side] * 4, indexing="ij"), -1).reshape(-1, 4)
palette = printed(inks)


def nearest(wanted):
    """The distance of the nearest printable colour: a search from three of the nearest of a palette."""
    order = np.argsort(((palette - wanted)**2).sum(1))
    return min(
        np.sqrt((least_squares(
            lambda ink: printed(np.clip(ink, 0, 1)[None])[0] - wanted, np.clip(inks[order[start]], 1e-6, 1 - 1e-6),
            bounds=(0, 1), diff_step=1e-4).fun**2).sum()) for start in (0, 40, 200))


random = np.random.default_rng(7)
sets = []
for space, count in (("sRGB", 160), ("Display P3", 60)):
    matrix = np.array(SPACES[space])
    codes = np.rint(random.random((count, 3)) * 65535)
    greys = np.rint(np.linspace(0, 65535, 9))
    codes = np.vstack([codes, np.stack([greys] * 3, 1)])
    lab = lab_of_xyz(light(codes / 65535) @ matrix.T)
    wanted = compensated(lab)
    found = printed(ink_of(wanted))
    perceptual = printed(to_ink_perceptual(encoded(lab)))
    sets.append({
        "space": space,
        "codes": codes.astype(int).ravel().tolist(),
        "nearest": [round(nearest(each), 2) for each in wanted],
        "round_trip": np.sqrt(((wanted - found)**2).sum(1)).round(2).tolist(),
        "relative": codes_of(found, matrix).astype(int).ravel().tolist(),
        "perceptual": codes_of(perceptual, matrix).astype(int).ravel().tolist(),
    })
    distances = np.array(sets[-1]["nearest"])
    print(space, "unprintable by more than 5:", (distances > 5).mean().round(3))

OUT.write_text(json.dumps({
    "profile_sha256": hashlib.sha256(data).hexdigest(), "black": round(float(black), 3), "sets": sets,
}) + "\n")
print(OUT.name, len(data), "bytes of profile, black at L*", black.round(2))
