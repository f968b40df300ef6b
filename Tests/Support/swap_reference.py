#!/usr/bin/env python3
"""Writes the networks and the cases that the tests of neural swapping compare themselves with.

    swap_reference.py FOLDER

FOLDER/models gets the networks, FOLDER/CASE a `settings.json`, the arrays that the case starts from (`in`) and what
`facefusion_reference.py` makes of them (`out`). Everything comes from fixed seeds. One process for all: starting Python
and its packages takes longer than most cases.
"""

import json
import pathlib
import sys

import cv2
import numpy as np

import facefusion_reference
import make_models

MASKED = ["box", "occlusion", "area", "region"]
CASES = {
    # name: (stage, settings)
    **{
        family: ("swap", {"family": family, "weight": weight})
        for family, weight in {
            "blendswap_256": 0.5, "uniface_256": 0.2, "ghost_1_256": 0.8, "hififace_unofficial_256": 0.3,
            "hyperswap_1a_256": 0.75, "inswapper_128": 0.65, "inswapper_128_fp16": 0.0, "simswap_256": 1.0,
            "simswap_unofficial_512": 0.9}.items()
    },
    "inswapper_plain": ("swap", {"family": "inswapper_128", "weight": 0.5}),
    "boost_2": ("swap", {"family": "inswapper_128", "pixel_boost": 256}),
    "boost_4": ("swap", {"family": "inswapper_128", "pixel_boost": 512}),
    "boost_simswap": ("swap", {"family": "simswap_256", "pixel_boost": 512, "weight": 0.4}),
    "box": ("swap", {"family": "inswapper_128", "mask_blur": 0.7, "mask_padding": [10, 3, 0, 25]}),
    "box_sharp": ("swap", {"family": "inswapper_128", "mask_blur": 0.0, "mask_padding": [0, 7, 12, 0]}),
    "box_boosted": ("swap", {"family": "inswapper_128", "mask_blur": 0.7, "pixel_boost": 640}),
    "occlusion": ("swap", {"family": "simswap_256", "mask_types": ["occlusion"], "occluder": "xseg_2"}),
    "occlusion_many": ("swap", {"family": "inswapper_128", "mask_types": ["occlusion"], "occluder": "many"}),
    "area": ("swap", {"family": "simswap_256", "mask_types": ["area"], "mask_areas": ["upper-face", "mouth"]}),
    "area_mouth": ("swap", {"family": "inswapper_128", "mask_types": ["area"], "mask_areas": ["mouth"]}),
    "region": ("swap", {
        "family": "simswap_256", "mask_types": ["region"], "parser": "bisenet_resnet_18",
        "mask_regions": ["skin", "nose", "left-eye", "upper-lip"]}),
    "all_masks": ("swap", {
        "family": "inswapper_128", "pixel_boost": 256, "mask_types": MASKED, "occluder": "many",
        "parser": "bisenet_resnet_34"}),
    "deep": ("deep_swap", {"family": "celebrity_224", "morph": 60}),
    # Without regions: a deep swapper's picture is cut to 8 bits before the parser sees it.
    "deep_masked": ("deep_swap", {"family": "celebrity_224", "morph": 100, "mask_types": MASKED[:3]}),
}


def embeddings(random, count):
    return random.normal(0, 1, (count, 512)).astype(np.float32) * random.uniform(0.6, 1.4, (count, 1)).astype(np.float32)


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def face(faces, seed):
    picture = facefusion_reference.stage_picture(
        None, {"width": 330, "height": 290, "faces": [faces], "seed": seed}, {})
    # What single precision holds exactly.
    five = np.round(picture["landmarks5"][0] * 64) / 64
    dense = np.round(picture["landmarks68"][0] * 64) / 64
    return np.ascontiguousarray(picture["frame"]), five, dense


def save(folder, part, arrays):
    (folder / part).mkdir(parents=True, exist_ok=True)
    for name, values in arrays.items():
        values = np.asarray(values)
        if name in facefusion_reference.PICTURES:
            values = values[..., ::-1]
        np.save(folder / part / (name + ".npy"), np.ascontiguousarray(values))


def polygons(random):
    """Points, their hull filled by OpenCV, and pictures blurred by OpenCV."""
    points, filled = [], []
    for case in range(60):
        count = int(random.integers(3, 24))
        points.append(np.zeros((24, 2), np.int32))
        # Some reach over the edge, some lie in a line.
        chosen = random.integers(4, 92, (count, 2)) if case % 4 else random.integers(30, 40, (count, 2))
        if case % 10 == 9:
            chosen[:, 1] = chosen[0, 1]
        points[-1][:] = chosen[np.arange(24) % count]
        mask = np.zeros((96, 96), np.float32)
        cv2.fillConvexPoly(mask, cv2.convexHull(points[-1]), 1.0)
        filled.append(mask)
    return {"points": np.array(points, np.int64), "filled": np.array(filled)}


def blurs(random):
    picture = random.random((41, 53, 3)).astype(np.float32)
    result = {"picture": picture}
    for sigma in (0.5, 2.0, 5.0, 6.25, 19.0):
        result[f"blurred_{sigma}"] = cv2.GaussianBlur(picture, (0, 0), sigma)
    plane = np.ascontiguousarray(picture[..., 0])
    result["eroded"] = cv2.erode(plane, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
    return result


def pastes(random):
    """Crops laid turned into a frame, one of them over its corner, with masks that do not fade at the edge."""
    frame = random.integers(0, 256, (120, 150, 3)).astype(np.uint8)
    crop = random.random((64, 64, 3)).astype(np.float32)
    mask = random.random((64, 64)).astype(np.float32)
    for name, (angle, scale, x, y) in {
            "paste": (17, 1.3, 70, 66), "paste_corner": (-40, 0.7, 20, 12), "paste_small": (3, 2.6, 100, 70)}.items():
        matrix = cv2.getRotationMatrix2D((x, y), angle, scale) + [[0, 0, 32 - x], [0, 0, 32 - y]]
        yield name, {"frame": frame, "crop": crop, "mask": mask, "matrix": matrix}


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: swap_reference.py FOLDER")
    root = pathlib.Path(sys.argv[1])
    models = root / "models"
    models.mkdir(parents=True, exist_ok=True)
    for name, family in make_models.FAMILIES.items():
        if any(part in name for part in (
                "swap", "ghost", "hififace", "uniface", "crossface", "xseg", "bisenet", "celebrity")):
            net = family(name)
            net.write(models / (name + make_models.ENDINGS.get(name, ".onnx")), getattr(net, "last", None))

    random = np.random.default_rng(11)
    frame, five, dense = face([168, 142, 190, 9], 3)
    source_frame, source_five, _ = face([160, 150, 170, -6], 4)
    rows = embeddings(random, 3)
    arrays = {
        "frame": frame, "landmarks5": five, "landmarks68": dense, "source_frame": source_frame,
        "source_landmarks5": source_five, "source_embedding": rows[:2].mean(0),
        "source_embedding_unit": unit(rows[:2]).mean(0), "target_embedding": rows[2], "source_embeddings": rows[:2]}
    networks = facefusion_reference.Networks(models)
    for name, (stage, settings) in CASES.items():
        folder = root / name
        save(folder, "in", arrays)
        (folder / "settings.json").write_text(json.dumps(settings))
        save(folder, "out", facefusion_reference.STAGES[stage](networks, settings, arrays))
    for name, values in pastes(random):
        save(root / name, "in", values)
        # In single precision, where OpenCV samples exactly; in double it takes the nearest 32nd of a pixel.
        crop = values["crop"] * np.float32(255)
        save(root / name, "out", {
            "pasted": facefusion_reference.pasted(values["frame"], crop, values["mask"], values["matrix"])})
    save(root / "polygons", "out", polygons(random))
    save(root / "blurs", "out", blurs(random))


if __name__ == "__main__":
    main()
