#!/usr/bin/env python3
"""Makes Sources/Faces/Resources/canonical_face.json from a folder of portraits.

    canonical_face.py --portraits DIR --models DIR --out canonical_face.json

Needs numpy, scipy, opencv-python-headless and openvino. Each portrait and its mirror image go through the face
detector and twice through the 468-point landmark model. From these meshes:

1. The left-right pairing of the points: the assignment that best matches each mesh with its mirror image's.
2. The mean shape (generalised Procrustes over rotation, translation and scale), made exactly symmetric, turned so
   that the upright frontal portraits have no pitch, scaled so that the outer eye corners lie 1 apart.
   x points to the picture's right, y down, z away from the camera; the origin is the centroid.
3. A flattening: a cylinder around a vertical axis behind the face. The lips are opened, ring by ring, so that the
   mouth has an area of its own; rows through eyes and mouth are stretched to give them more of the atlas.
4. Triangles: constrained Delaunay of one half of the flattened points (edges along the oval, the eyes, the brows
   and the outer lips), strips between the rings of the lips, and the mirror image of both.
"""
import argparse
import glob
import json
import os

import cv2
import numpy as np
import openvino
from scipy.optimize import linear_sum_assignment
from scipy.spatial import Delaunay

OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
# Four rings of the lips, outermost first, each from the picture's left corner along the upper lip and back below.
LIPS = [[61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146],
        [76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306, 307, 320, 404, 315, 16, 85, 180, 90, 77],
        [62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292, 325, 319, 403, 316, 15, 86, 179, 89, 96],
        [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95]]
# From the outer corner along the upper lid to the inner corner and back below; the picture's left eye.
EYE = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7]
BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46]
NOSE_TOP, NOSE_BASE, NOSE_WING = 168, 2, 129


def landmark_model(models):
    core = openvino.Core()
    load = lambda name: core.compile_model(os.path.join(models, name), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return load("face_detection_back.tflite"), load("face_landmark.tflite")


def first_box(net, picture):
    """Centre, side and roll of the most certain face, in pixels."""
    height, width = picture.shape[:2]
    scale = 256 / max(height, width)
    shift = np.array([(256 - width * scale) / 2, (256 - height * scale) / 2])
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    small = cv2.warpAffine(picture, matrix, (256, 256), flags=cv2.INTER_AREA)[..., ::-1]
    outputs = [net([small[None].astype(np.float32) / 127.5 - 1])[port] for port in net.outputs]
    boxes = next(o for o in outputs if o.shape[-1] == 16)[0]
    best = int(next(o for o in outputs if o.shape[-1] == 1)[0, :, 0].argmax())
    grid = [((x + 0.5) / n, (y + 0.5) / n) for n, repeat in ((16, 2), (8, 6))
            for y in range(n) for x in range(n) for _ in range(repeat)]
    points = boxes[best].reshape(8, 2) / 256
    points[0] += grid[best]
    points[2:] += grid[best]
    eyes = points[3] - points[2]
    return (points[0] * 256 - shift) / scale, points[1].max() * 256 / scale * 1.5, np.arctan2(eyes[1], eyes[0])


def mesh(nets, picture):
    """468 × 3 points in pixels; the second pass crops from the first one's points."""
    centre, side, roll = first_box(nets[0], picture)
    for _ in range(2):
        scale = 192 / side
        turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
        matrix = np.hstack([turn * scale, (96 - turn * scale @ centre)[:, None]])
        crop = cv2.warpAffine(picture, matrix, (192, 192), flags=cv2.INTER_AREA)[..., ::-1]
        result = nets[1]([crop[None].astype(np.float32) / 255])
        points = next(result[o] for o in nets[1].outputs if result[o].size == 1404).reshape(468, 3).astype(float)
        plane = (points[:, :2] - matrix[:, 2]) @ np.linalg.inv(turn * scale).T
        eyes = plane[263] - plane[33]
        roll = np.arctan2(eyes[1], eyes[0])
        turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
        level = plane @ turn.T
        side = np.ptp(level, axis=0).max() * 1.5
        centre = turn.T @ ((level.max(0) + level.min(0)) / 2)
    return np.column_stack([plane, points[:, 2] / scale])


def fitted(points, to):
    """`points` after the rotation, scale and shift that bring them nearest to `to`."""
    a, b = points - points.mean(0), to - to.mean(0)
    u, s, vt = np.linalg.svd(a.T @ b)
    sign = np.diag([1, 1, np.sign(np.linalg.det(u @ vt))])
    return a @ (u @ sign @ vt) * (np.trace(sign @ np.diag(s)) / (a ** 2).sum()) + to.mean(0)


def mirrored(points, pairing):
    return (points * np.array([-1, 1, 1][:points.shape[1]]))[pairing]


def pairing_of(meshes, flipped):
    cost = np.zeros((468, 468))
    for a, b in zip(meshes, flipped):
        cost += np.linalg.norm((b[:, None] - a[None]) * [1, 1, 0.5], axis=-1) / np.ptp(a[:, 0])
    pairing = linear_sum_assignment(cost + cost.T)[1]
    assert (pairing[pairing] == np.arange(468)).all(), "the pairing is not its own inverse"
    return pairing


def mean_shape(meshes, pairing):
    everything = list(meshes) + [mirrored(m - m.mean(0), pairing) for m in meshes]
    mean = everything[0] - everything[0].mean(0)
    for _ in range(30):
        mean = np.mean([fitted(m, mean) for m in everything], 0)
        mean[:, 0] -= mean[:, 0].mean()
        mean = (mean + mirrored(mean, pairing)) / 2
        mean = (mean - mean.mean(0)) / np.linalg.norm(mean[33] - mean[263])
    return mean


def levelled(mean, frontal):
    """`mean` with the pitch that the frontal portraits show taken out of it."""
    towards = np.mean([fitted(mean, m / np.linalg.norm(m[33] - m[263])) for m in frontal], 0)
    a, b = mean[:, 1:], (towards - towards.mean(0))[:, 1:]
    angle = np.arctan2((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum(), (a * b).sum())
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    out = mean.copy()
    out[:, 1:] = a @ turn
    return out


def flattened(mean, pairing):
    radius = 1.05
    axis = mean[:, 2].min() + radius
    flat = np.column_stack([np.arctan2(mean[:, 0], axis - mean[:, 2]) * radius, mean[:, 1]])
    # Rows through the eyes and the mouth get more of the atlas: density 1 + bumps, integrated.
    rows = np.linspace(flat[:, 1].min(), flat[:, 1].max(), 2001)
    bump = lambda at, wide: np.exp(-((rows - at) / wide) ** 2)
    eyes, mouth = flat[EYE, 1].mean(), flat[LIPS[0], 1].mean()
    density = 1 + 0.35 * bump(eyes, 0.16) + 0.6 * bump(mouth, 0.15)
    flat[:, 1] = np.interp(flat[:, 1], rows, np.cumsum(density) * (rows[1] - rows[0]))
    # The lips open: each ring's share of the height between the outer contours, upper and lower.
    outer = flat[LIPS[0]].copy()
    centre = (outer[0] + outer[10]) / 2
    for ring, (across, above, below) in zip(LIPS[1:], ((0.93, 0.12, 0.14), (0.86, 0.22, 0.27), (0.80, 0.31, 0.40))):
        for k, vertex in enumerate(ring):
            x = centre[0] + (outer[k, 0] - centre[0]) * across
            order = np.argsort(outer[:11, 0])
            upper = np.interp(x, outer[:11][order, 0], outer[:11][order, 1])
            lower_points = np.vstack([outer[10:], outer[:1]])
            order = np.argsort(lower_points[:, 0])
            lower = np.interp(x, lower_points[order, 0], lower_points[order, 1])
            corner = k in (0, 10)
            share = above / (above + below) if corner else above if k < 10 else 1 - below
            flat[vertex] = x, upper + (lower - upper) * share
    flat = (flat + mirrored(flat, pairing)) / 2
    flat[:, 0] = (flat[:, 0] - flat[:, 0].min()) / np.ptp(flat[:, 0])
    flat[:, 1] = (flat[:, 1] - flat[:, 1].min()) / np.ptp(flat[:, 1])
    # Room around the face for filters.
    flat = 0.02 + 0.96 * flat
    # Exact symmetry in the rounded figures that are stored.
    flat = np.round(flat, 4)
    flat[:, 0] = np.where(pairing == np.arange(468), 0.5, flat[:, 0])
    right = flat[:, 0] > 0.5
    flat[right] = (flat[pairing] * [-1, 1] + [1, 0])[right]
    return np.round(flat, 4)


def area(p, q, r):
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])


def forced(triangles, flat, wanted):
    """The triangulation with every wanted edge in it, by flipping the edges that cross one."""
    triangles = [tuple(int(v) for v in t) for t in triangles]
    for a, b in wanted:
        for _ in range(200):
            owner = {}
            for t in triangles:
                for i in range(3):
                    owner.setdefault(frozenset((t[i], t[i - 1])), []).append(t)
            if frozenset((a, b)) in owner:
                break
            for edge, pair in owner.items():
                if len(pair) != 2 or edge & {a, b}:
                    continue
                c, d = tuple(edge)
                crosses = (area(flat[a], flat[b], flat[c]) * area(flat[a], flat[b], flat[d]) < 0
                           and area(flat[c], flat[d], flat[a]) * area(flat[c], flat[d], flat[b]) < 0)
                e, f = (next(v for v in t if v not in edge) for t in pair)
                convex = area(flat[e], flat[f], flat[c]) * area(flat[e], flat[f], flat[d]) < 0
                if crosses and convex:
                    triangles = [t for t in triangles if t not in pair] + [(e, f, c), (e, f, d)]
                    break
            else:
                raise SystemExit(f"the edge {a}-{b} cannot be made")
    return triangles


def loop(points):
    return list(zip(points, points[1:] + points[:1]))


def triangulated(flat, pairing):
    inner_lips = {v for ring in LIPS[1:] for v in ring}
    half = [v for v in range(468) if flat[v, 0] <= 0.5 and v not in inner_lips]
    index = np.array(half)
    triangles = [tuple(index[t]) for t in Delaunay(flat[half]).simplices]
    triangles = [t for t in triangles if abs(area(*flat[list(t)])) > 1e-9]
    inside = set(half)
    wanted = [e for ring in (OVAL, LIPS[0], EYE, BROW) for e in loop(ring) if set(e) <= inside]
    triangles = forced(triangles, flat, wanted)
    contour = lambda ring: (flat[ring] * 4096).astype(np.float32)
    within = lambda t, ring: cv2.pointPolygonTest(contour(ring), tuple(map(float, flat[list(t)].mean(0) * 4096)), False) > 0
    triangles = [t for t in triangles if within(t, OVAL) and not within(t, LIPS[0])]
    for outer, inner in zip(LIPS, LIPS[1:]):
        for k in list(range(5)) + list(range(15, 20)):
            a, b, c, d = outer[k], outer[(k + 1) % 20], inner[k], inner[(k + 1) % 20]
            triangles += [(a, b, c), (b, d, c)] if 5 <= k + 1 <= 15 or k < 5 else [(a, b, d), (a, d, c)]
    inner = LIPS[3]
    opening = [(inner[0], inner[1], inner[19])]
    for k in range(1, 5):
        a, b, c, d = inner[k], inner[k + 1], inner[20 - k], inner[19 - k]
        opening += [(a, b, c), (b, d, c)]
    triangles += opening
    triangles += [tuple(int(pairing[v]) for v in t) for t in triangles]
    out = [t if area(*flat[list(t)]) > 0 else (t[0], t[2], t[1]) for t in (tuple(map(int, t)) for t in triangles)]
    assert len({frozenset(t) for t in out}) == len(out), "a triangle appears twice"
    assert all(area(*flat[list(t)]) > 1e-9 for t in out), "a triangle has no area"
    edges = {}
    for t in out:
        for i in range(3):
            edges.setdefault((t[i], t[(i + 1) % 3]), []).append(t)
    assert all(len(owners) == 1 for owners in edges.values()), "an edge has two triangles on one side"
    rim = {frozenset(e) for e in edges if e[::-1] not in edges}
    assert rim == {frozenset(e) for e in loop(OVAL)}, "the rim is not the oval"
    assert {v for t in out for v in t} == set(range(468)), "a point has no triangle"
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("--portraits", required=True)
    a.add_argument("--frontal", default="*_s1.webp", help="the portraits that look straight into the camera")
    a.add_argument("--pattern", default="i?_s?.webp")
    a.add_argument("--models", required=True)
    a.add_argument("--out", required=True)
    a = a.parse_args()
    nets = landmark_model(a.models)
    meshes, flipped, frontal = [], [], []
    upright = set(glob.glob(os.path.join(a.portraits, a.frontal)))
    for path in sorted(glob.glob(os.path.join(a.portraits, a.pattern))):
        picture = cv2.imread(path)
        points, other = mesh(nets, picture), mesh(nets, np.ascontiguousarray(picture[:, ::-1]))
        other[:, 0] = picture.shape[1] - other[:, 0]
        meshes.append(points)
        flipped.append(other)
        if path in upright:
            frontal.append(points)
    pairing = pairing_of(meshes, flipped)
    mean = levelled(mean_shape(meshes, pairing), frontal)
    flat = flattened(mean, pairing)
    triangles = triangulated(flat, pairing)
    position = np.round(mean, 4)
    position[pairing == np.arange(468), 0] = 0
    right = flat[:, 0] > 0.5
    position[right] = (position[pairing] * [-1, 1, 1])[right]
    eye_right = [int(pairing[v]) for v in EYE]
    brow_right = [int(pairing[v]) for v in BROW]
    openings = [("mouth", set(LIPS[3])), ("left_eye", set(EYE)), ("right_eye", set(eye_right))]
    part = lambda t: next((name for name, ring in openings if set(t) <= ring), "skin")
    order = sorted(triangles, key=lambda t: ["skin", "mouth", "left_eye", "right_eye"].index(part(t)))
    count = lambda name: sum(part(t) == name for t in order)
    wing = sorted(v for v in range(468) if abs(position[v, 0]) <= abs(position[NOSE_WING, 0]) + 1e-6
                  and position[NOSE_TOP, 1] <= position[v, 1] <= position[NOSE_BASE, 1]
                  and position[v, 2] < position[NOSE_WING, 2] + 0.02)
    data = {
        "positions": [float(v) for v in position.ravel()],
        "uv": [float(v) for v in flat.ravel()],
        "mirror": [int(v) for v in pairing],
        "triangles": [v for t in order for v in t],
        "triangle_counts": {name: count(name) for name in ("skin", "mouth", "left_eye", "right_eye")},
        "loops": {"oval": OVAL, "outer_lips": LIPS[0], "inner_lips": LIPS[3], "left_eye": EYE, "right_eye": eye_right,
                  "left_brow": BROW, "right_brow": brow_right},
        "points": {"lips": sorted(v for ring in LIPS for v in ring), "nose": wing},
    }
    with open(a.out, "w") as file:
        json.dump(data, file, separators=(",", ":"))
    print({k: count(k) for k in data["triangle_counts"]}, "triangles;", len(wing), "points of the nose")


if __name__ == "__main__":
    main()
