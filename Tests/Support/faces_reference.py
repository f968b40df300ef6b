#!/usr/bin/env python3
"""Prints, as JSON, what detectors, landmarkers, recogniser and classifier say of a picture when nothing is rounded on
the way, worked out from the formulas with numpy and ONNX Runtime; facefusion_reference.py has the same in 8 bits.

    faces_reference.py <JOBS

JOBS is a list of:
  {"kind": "faces", "models": FOLDER, "picture": RAW RGB, "width", "height", "depth": 8 or 16, "detectors": [NAME],
   "angles": [0], "margins": [top, right, bottom, left], "landmarkers": [NAME]}
  {"kind": "boxes", "boxes": [[x1, y1, x2, y2]], "scores": [], "overlap": 0.4}
  {"kind": "contrast", "picture": RAW float32 RGB, "side": 256}

Samples are taken by the formula of bilinear interpolation in double precision, and crops lie best in least squares;
OpenCV's own lie up to a ten-thousandth of a pixel beside, since it goes by float32. Coordinates count from the centre of
the first pixel. NAMEs are those of make_models.py.
"""

import json
import pathlib
import sys

import cv2
import numpy as np
import onnxruntime

ARCFACE = np.array(
    [[0.34191607, 0.46157411], [0.65653393, 0.45983393], [0.500225, 0.64050536], [0.37097589, 0.82469196],
     [0.63151696, 0.82325089]])
FFHQ = np.array(
    [[0.37691676, 0.46864664], [0.62285697, 0.46912813], [0.50123859, 0.61331904], [0.39308822, 0.725411],
     [0.61150205, 0.72490465]])
XYZ = np.array(
    [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]])
WHITE = np.array([0.950456, 1, 1.088754])
SIDE = 640


class Bench:
    """Runs the networks of a folder, and samples pictures of OpenCV's order of channels, 0…255."""

    def __init__(self, job):
        self.models = pathlib.Path(job.get("models", "."))
        self.sessions = {}

    def run(self, name, tensor):
        if name not in self.sessions:
            self.sessions[name] = onnxruntime.InferenceSession(
                self.models / (name + ".onnx"), providers=["CPUExecutionProvider"])
        return self.sessions[name].run(None, {"input": tensor.astype(np.float32)})

    def warp(self, picture, matrix, size, edge=False):
        x, y = np.meshgrid(np.arange(size[0], dtype=np.float64), np.arange(size[1], dtype=np.float64))
        inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]
        u = inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2]
        v = inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2]
        return bilinear(picture, u, v, edge)

    def resize(self, picture, size):
        height, width = picture.shape[:2]
        x, y = np.meshgrid(np.arange(size[0], dtype=np.float64), np.arange(size[1], dtype=np.float64))
        return bilinear(picture, (x + 0.5) * width / size[0] - 0.5, (y + 0.5) * height / size[1] - 0.5, True)


def bilinear(picture, u, v, edge):
    height, width = picture.shape[:2]
    left, top = np.floor(u).astype(int), np.floor(v).astype(int)
    across, down = (u - left)[..., None], (v - top)[..., None]

    def at(x, y):
        values = picture[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)].astype(np.float64)
        inside = ((x >= 0) & (x < width) & (y >= 0) & (y < height))[..., None]
        return values if edge else values * inside

    upper = at(left, top) * (1 - across) + at(left + 1, top) * across
    lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across
    return upper * (1 - down) + lower * down


def planes(picture):
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None]).astype(np.float64)


# Detectors


def canvas(bench, picture):
    height, width = picture.shape[:2]
    seen = picture
    if height > SIDE or width > SIDE:
        scale = min(SIDE / height, SIDE / width)
        seen = bench.resize(picture, (int(width * scale), int(height * scale)))
    result = np.zeros((SIDE, SIDE, 3))
    result[: seen.shape[0], : seen.shape[1]] = seen
    return planes(result), np.array([width / seen.shape[1], height / seen.shape[0]])


def cells(stride, anchors):
    across = SIDE // stride
    index = np.arange(across * across * anchors) // anchors
    return np.stack([index % across, index // across], 1) * float(stride)


def anchored(outputs, threshold):
    for map_, stride in enumerate((8, 16, 32)):
        score, box, five = (outputs[map_ + 3 * kind].astype(np.float64) for kind in range(3))
        corner = cells(stride, 2)
        boxes = np.concatenate([corner - box[:, :2] * stride, corner + box[:, 2:] * stride], 1)
        fives = corner[:, None] + five.reshape(-1, 5, 2) * stride
        for index in np.flatnonzero(score[:, 0] >= threshold):
            yield score[index, 0], boxes[index], fives[index]


def yolo(outputs, threshold):
    for row in outputs[0][0].T.astype(np.float64):
        if row[4] > threshold:
            x, y, width, height = row[:4]
            box = np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2])
            yield row[4], box, row[5:].reshape(5, 3)[:, :2]


def yunet(outputs, threshold):
    for map_, stride in enumerate((8, 16, 32)):
        classes, objects, box, five = (outputs[map_ + 3 * kind][0].astype(np.float64) for kind in range(4))
        corner = cells(stride, 1)
        score = (classes * objects)[:, 0]
        for index in np.flatnonzero(score >= threshold):
            center = corner[index] + box[index, :2] * stride
            extent = np.exp(box[index, 2:]) * stride
            points = corner[index] + five[index].reshape(5, 2) * stride
            yield score[index], np.concatenate([center - extent / 2, center + extent / 2]), points


# Name: how the canvas is normalised, how the outputs are read.
DETECTORS = {
    "retinaface_10g": (lambda x: (x - 127.5) / 128, anchored),
    "scrfd_2.5g": (lambda x: (x - 127.5) / 128, anchored),
    "yoloface_8n": (lambda x: x / 255, yolo),
    "yunet_2023_mar": (lambda x: x, yunet),
}


def turn(angle, size):
    """As FaceFusion lays it out: about half the size, then moved so that all of it is seen."""
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1)
    turned = np.abs(matrix[:, :2]) @ np.array(size)
    matrix[:, 2] += (turned - size) / 2
    return matrix, (int(turned[0]), int(turned[1]))


def apply(matrix, points):
    return points @ matrix[:, :2].T + matrix[:, 2]


def detect(bench, picture, job):
    found, canvases = [], []
    for angle in job.get("angles", [0]):
        height, width = picture.shape[:2]
        turned, back = picture, np.array([[1.0, 0, 0], [0, 1, 0]])
        if angle:
            matrix, size = turn(angle, (width, height))
            turned, back = bench.warp(picture, matrix, size), cv2.invertAffineTransform(matrix)
        high, wide = turned.shape[:2]
        margins = [int(length * np.interp(percent, [0, 100], [0, 0.5]))
                   for length, percent in zip((high, wide, high, wide), job.get("margins", [0, 0, 0, 0]))]
        top, right, bottom, left = margins
        padded = np.pad(turned, ((top, bottom), (left, right), (0, 0)))
        seen, ratio = canvas(bench, padded)
        canvases.append((seen[0, :, ::13, ::11] / 255).ravel().tolist())
        for name in job["detectors"]:
            normalise, read = DETECTORS[name]
            for score, box, five in read(bench.run(name, normalise(seen)), 0.5):
                corners = box.reshape(2, 2) * ratio - [left, top]
                ends = np.array([[corners[i, 0], corners[j, 1]] for i in (0, 1) for j in (0, 1)])
                ends = apply(back, ends)
                found.append((score, np.concatenate([ends.min(0), ends.max(0)]), apply(back, five * ratio - [left, top])))
    overlap = 0.1 if len(job["detectors"]) > 1 else {2: 0.3, 3: 0.2, 4: 0.1}.get(len(job.get("angles", [0])), 0.4)
    return [found[index] for index in suppress([f[1] for f in found], [f[0] for f in found], overlap)], canvases


def suppress(boxes, scores, overlap):
    sides = [(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in boxes]
    return list(cv2.dnn.NMSBoxes(sides, [float(s) for s in scores], score_threshold=0.5, nms_threshold=overlap))


# Landmarks


def similarity(points, template, side):
    rows = np.concatenate([[[x, -y, 1, 0], [y, x, 0, 1]] for x, y in points])
    a, b, across, down = np.linalg.lstsq(rows, (template * side).ravel(), rcond=None)[0]
    return np.array([[a, -b, across], [b, a, down]])


def brightened(crop):
    """8 bits in, 8 bits out; of what OpenCV would call RGB, although it is not."""
    lab = cv2.cvtColor(crop, cv2.COLOR_RGB2Lab)
    if lab[:, :, 0].mean() < 30:
        lab[:, :, 0] = cv2.createCLAHE(clipLimit=2).apply(lab[:, :, 0])
    return cv2.cvtColor(lab, cv2.COLOR_Lab2RGB)


def curves(lightness):
    """Of 8 × 8 parts: what each class of 0…255 becomes, with what a class holds too much of spread evenly."""
    side = lightness.shape[0] // 8
    result = np.empty((8, 8, 256))
    for row in range(8):
        for column in range(8):
            part = lightness[row * side:(row + 1) * side, column * side:(column + 1) * side]
            counts = np.bincount(np.rint(part).astype(int).ravel(), minlength=256)
            limit = max(int(2 * side * side / 256), 1)
            excess = int(np.maximum(counts - limit, 0).sum())
            counts = np.minimum(counts, limit) + excess // 256
            rest = excess % 256
            if rest:
                counts[np.arange(0, 256, max(256 // rest, 1))[:rest]] += 1
            result[row, column] = np.cumsum(counts) * 255 / (side * side)
    return result


def to_lab(rgb):
    """L of 0…100, and the roots that a and b are differences of, D65."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ XYZ.T / WHITE
    roots = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return 116 * roots[..., 1] - 16, roots[..., 0] - roots[..., 1], roots[..., 1] - roots[..., 2]


def from_lab(lightness, a, b):
    middle = (lightness + 16) / 116
    roots = np.stack([middle + a, middle, middle - b], -1)
    xyz = np.where(roots > 7.787 * 0.008856 + 16 / 116, roots ** 3, (roots - 16 / 116) / 7.787) * WHITE
    linear = np.clip(xyz @ np.linalg.inv(XYZ).T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def equalised(lightness):
    """What OpenCV's CLAHE does, but of floats and without rounding."""
    side = lightness.shape[0] // 8
    tables = curves(lightness)
    place = np.arange(lightness.shape[0]) / side - 0.5
    first = np.floor(place).astype(int)
    share, low, high = place - first, np.clip(first, 0, 7), np.clip(first + 1, 0, 7)
    level = np.minimum(np.floor(lightness).astype(int), 254)
    way = lightness - level
    result = np.zeros_like(lightness)
    for rows, down in ((low, 1 - share), (high, share)):
        for columns, across in ((low, 1 - share), (high, share)):
            part = np.ix_(rows, columns)
            value = (np.take_along_axis(tables[part], level[..., None], 2) * (1 - way[..., None])
                     + np.take_along_axis(tables[part], level[..., None] + 1, 2) * way[..., None])[..., 0]
            result += value * np.outer(down, across)
    return result


def landmarks(bench, picture, name, box, angle):
    scale = 195 / max((box[2:] - box[:2]).max(), 1)
    shift = (256 - (box[2:] + box[:2]) * scale) / 2
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    rotation, size = turn(angle, (256, 256))
    crop = bench.warp(bench.warp(picture, matrix, (256, 256)), rotation, size)
    outputs = bench.run(name, planes(crop) / 255)
    points = outputs[0].reshape(68, 3).astype(np.float64)
    if name == "2dfan4":
        score = np.interp(outputs[1].max((2, 3)).mean(), [0, 0.9], [0, 1])
    else:
        score = np.interp(points[:, 2].mean(), [0, 0.95], [0, 1])
    places = apply(cv2.invertAffineTransform(rotation), points[:, :2] / 64 * 256)
    return apply(cv2.invertAffineTransform(matrix), places), float(score)


def describe(bench, picture, score, box, five, job):
    unit = similarity(five, FFHQ, 1)
    guess = bench.run("fan_68_5", apply(unit, five)[None])[0][0].astype(np.float64)
    guess = apply(cv2.invertAffineTransform(unit), guess)
    way = guess[16] - guess[0]
    theta = np.degrees(np.arctan2(way[1], way[0])) % 360
    angle = int(np.argmin(np.abs(np.arange(0, 361, 90) - theta)) * 90 % 360)
    looks = {name: landmarks(bench, picture, name, box, angle) for name in job.get("landmarkers", [])}
    points, sure = guess, 0.0
    if looks:
        fan, peppa = looks.get("2dfan4"), looks.get("peppa_wutz")
        points, sure = fan if peppa is None or (fan and fan[1] > peppa[1] - 0.2) else peppa
    best = five
    if sure > 0.5:
        best = np.stack([points[36:42].mean(0), points[42:48].mean(0), points[30], points[48], points[54]])
    crop = bench.warp(picture, similarity(best, ARCFACE, 112), (112, 112), edge=True)
    embedding = bench.run("arcface_w600k_r50", planes(crop / 127.5 - 1)[:, ::-1])[0].ravel()
    crop224 = bench.warp(picture, similarity(best, ARCFACE, 224), (224, 224), edge=True)
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    race, gender, age = bench.run("fairface", planes((crop224[:, :, ::-1] / 255 - mean) / deviation))
    return {
        "score": float(score), "box": box.tolist(), "five": five.tolist(), "guess": guess.tolist(), "angle": angle,
        "points": points.tolist(), "sure": sure, "best": best.tolist(),
        "matrix": similarity(best, ARCFACE, 112).ravel().tolist(),
        "crop": (crop[::7, ::5, ::-1] / 255).ravel().tolist(), "embedding": embedding.astype(float).tolist(),
        "classes": [int(race[0]), int(gender[0]), int(age[0])],
    }


def faces(job):
    kind = np.uint8 if job["depth"] == 8 else np.uint16
    picture = np.fromfile(job["picture"], kind).reshape(job["height"], job["width"], 3)[:, :, ::-1]
    bench = Bench(job)
    picture = picture.astype(np.float64) * (1 if kind == np.uint8 else 1 / 257)
    found, canvases = detect(bench, picture, job)
    return {"canvases": canvases, "faces": [describe(bench, picture, *face, job) for face in found]}


def boxes(job):
    return {"kept": [int(i) for i in suppress(job["boxes"], job["scores"], job["overlap"])]}


def contrast(job):
    crop = np.fromfile(job["picture"], np.float32).reshape(job["side"], job["side"], 3)
    codes = np.round(crop * 255).astype(np.uint8)[:, :, ::-1]
    lightness, a, b = to_lab(crop[:, :, ::-1].astype(np.float64))
    whole = np.rint(lightness * 2.55)
    assert np.abs(equalised(whole) - cv2.createCLAHE(clipLimit=2).apply(whole.astype(np.uint8))).max() < 1.01
    fine = from_lab(equalised(lightness * 2.55) / 2.55, a, b)[:, :, ::-1]
    return {"crop": (brightened(codes)[:, :, ::-1] / 255).ravel().tolist(), "fine": fine.ravel().tolist()}


KINDS = {"faces": faces, "boxes": boxes, "contrast": contrast}
print(json.dumps([KINDS[job["kind"]](job) for job in json.load(sys.stdin)]))
