#!/usr/bin/env python3
"""What FaceFusion 3.8.1 computes, stage by stage, in numpy, OpenCV and ONNX Runtime: the oracle of our neural models.

    facefusion_reference.py STAGE FOLDER

reads FOLDER/settings.json and the arrays FOLDER/in/*.npy and writes arrays into FOLDER/out. Frames and crops are uint8
RGB, height × width × 3; points and matrices count from the centre of the first pixel; embeddings have 512 numbers. The
stages and what they take stand at the end of this file. Networks are looked for in the folder that `models` names.

Written from the published formulas and constants, in 8 bits wherever FaceFusion is, so that a result can be compared
with ours after the same rounding.
"""

import json
import pathlib
import sys

import cv2
import numpy as np
import onnxruntime

cv2.setNumThreads(1)

TEMPLATES = {
    name: np.array(points).reshape(5, 2)
    for name, points in {
        "arcface_112_v1": [
            0.35473214, 0.45658929, 0.64526786, 0.45658929, 0.5, 0.61154464, 0.37913393, 0.776875, 0.62086607, 0.776875],
        "arcface_112_v2": [
            0.34191607, 0.46157411, 0.65653393, 0.45983393, 0.500225, 0.64050536, 0.37097589, 0.82469196, 0.63151696,
            0.82325089],
        "arcface_128": [
            0.36167656, 0.40387734, 0.63696719, 0.40235469, 0.50019687, 0.56044219, 0.38710391, 0.72160547, 0.61507734,
            0.72034453],
        "dfl_whole_face": [
            0.35342266, 0.39285716, 0.62797622, 0.39285716, 0.48660713, 0.5401786, 0.38839287, 0.68750011, 0.59821427,
            0.68750011],
        "ffhq_512": [
            0.37691676, 0.46864664, 0.62285697, 0.46912813, 0.50123859, 0.61331904, 0.39308822, 0.725411, 0.61150205,
            0.72490465],
        "mtcnn_512": [
            0.36562865, 0.46733799, 0.63305391, 0.46585885, 0.50019127, 0.61942959, 0.39032951, 0.77598822, 0.61178945,
            0.77476328],
        "styleganex_384": [
            0.42353745, 0.52289879, 0.57725008, 0.52319972, 0.50123859, 0.61331904, 0.43364461, 0.68337652, 0.57015325,
            0.68306005],
    }.items()
}
IMAGENET = (np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225]))
PLAIN = (np.zeros(3), np.ones(3))
CENTRED = (np.full(3, 0.5), np.full(3, 0.5))


# Networks


class Networks:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.sessions = {}

    def file(self, name):
        for ending in (".onnx", ".dfm"):
            if (self.folder / (name + ending)).exists():
                return self.folder / (name + ending)
        sys.exit(f"facefusion_reference: {self.folder} holds no {name}")

    def session(self, name):
        if name not in self.sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            self.sessions[name] = onnxruntime.InferenceSession(
                str(self.file(name)), options, providers=["CPUExecutionProvider"])
        return self.sessions[name]

    def inputs(self, name):
        return {port.name: port for port in self.session(name).get_inputs()}

    def __call__(self, name, **values):
        """Runs with those of `values` that the network takes; a name's `:0` is left out."""
        ports = {port: port.split(":")[0] for port in self.inputs(name)}
        return self.session(name).run(None, {port: values[key] for port, key in ports.items()})

    def embedding_map(self, name):
        import onnx

        return onnx.numpy_helper.to_array(onnx.load(self.file(name)).graph.initializer[-1])


# Geometry


def moved(points, matrix):
    return points @ matrix[:, :2].T + matrix[:, 2]


def inverse(matrix):
    return cv2.invertAffineTransform(matrix)


def aligning_matrix(landmarks5, template, side):
    return cv2.estimateAffinePartial2D(
        np.asarray(landmarks5, np.float64), TEMPLATES[template] * side, method=cv2.RANSAC, ransacReprojThreshold=100)[0]


def aligned(frame, landmarks5, template, side):
    matrix = aligning_matrix(landmarks5, template, side)
    crop = cv2.warpAffine(frame, matrix, (side, side), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return crop, matrix


def scaled_about_nose(landmarks5, factor):
    return landmarks5[2] + (landmarks5 - landmarks5[2]) * factor


def pasted(frame, crop, mask, matrix):
    """The crop over the frame where the mask says, in the box of the crop's turned corners, truncated to 8 bits.

    FaceFusion turns the corners as integers, so that OpenCV rounds them; floor and ceiling, which follow, change nothing.
    """
    back = inverse(matrix)
    height, width = crop.shape[:2]
    corners = np.rint(moved(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64), back))
    limits = np.array(frame.shape[1::-1])
    left, top = np.clip(corners.min(0).astype(int), 0, limits)
    right, bottom = np.clip(corners.max(0).astype(int), 0, limits)
    back = back - np.array([[0, 0, left], [0, 0, top]])
    size = (int(right - left), int(bottom - top))
    cover = cv2.warpAffine(mask, back, size).clip(0, 1)[..., None]
    laid = cv2.warpAffine(crop, back, size, borderMode=cv2.BORDER_REPLICATE)
    result = frame.copy()
    under = result[top:bottom, left:right]
    result[top:bottom, left:right] = (under * (1 - cover) + laid * cover).astype(frame.dtype)
    return result


def planes(crop, colors=PLAIN):
    """BGR 0…255 as the network's RGB planes."""
    mean, deviation = colors
    values = (crop[:, :, ::-1] / 255.0 - mean) / deviation
    return values.transpose(2, 0, 1)[None].astype(np.float32)


# Masks

AREAS = {
    "upper-face": [0, 1, 2, 31, 32, 33, 34, 35, 14, 15, 16, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17],
    "lower-face": [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 35, 34, 33, 32, 31],
    "mouth": list(range(48, 68)),
}
REGIONS = {
    "skin": 1, "left-eyebrow": 2, "right-eyebrow": 3, "left-eye": 4, "right-eye": 5, "glasses": 6, "nose": 10,
    "mouth": 11, "upper-lip": 12, "lower-lip": 13,
}


def hardened(mask):
    return (cv2.GaussianBlur(mask.clip(0, 1), (0, 0), 5).clip(0.5, 1) - 0.5) * 2


def box_mask(side, blur, padding):
    """`padding`: top, right, bottom, left in percent."""
    amount = int(side * 0.5 * blur)
    rim = [max(amount // 2, 1, int(side * part / 100)) for part in padding]
    top, right, bottom, left = rim
    mask = np.zeros((side, side), np.float32)
    mask[top:side - bottom, left:side - right] = 1
    return cv2.GaussianBlur(mask, (0, 0), amount * 0.25) if amount > 0 else mask


def occlusion_mask(networks, crop, model):
    names = ["xseg_1", "xseg_2", "xseg_3"] if model == "many" else [model]
    masks = []
    for name in names:
        picture = cv2.resize(crop, (256, 256))[None].astype(np.float32) / 255
        seen = networks(name, input=picture)[0][0]
        masks.append(cv2.resize(seen.clip(0, 1), crop.shape[1::-1]))
    return hardened(np.minimum.reduce(masks))


def area_mask(side, landmarks68, areas):
    chosen = [index for area in areas for index in AREAS[area]]
    hull = cv2.convexHull(landmarks68[chosen].astype(np.int32))
    mask = np.zeros((side, side), np.float32)
    cv2.fillConvexPoly(mask, hull, 1.0)
    return hardened(mask)


def region_mask(networks, crop, model, regions):
    picture = cv2.resize(crop, (512, 512))[:, :, ::-1].astype(np.float32) / 255
    picture = (picture - IMAGENET[0].astype(np.float32)) / IMAGENET[1].astype(np.float32)
    scores = networks(model, input=picture.transpose(2, 0, 1)[None])[0][0]
    chosen = np.isin(scores.argmax(0), [REGIONS[region] for region in regions]).astype(np.float32)
    return hardened(cv2.resize(chosen, crop.shape[1::-1]))


class MaskWishes:
    def __init__(self, settings):
        self.types = settings.get("mask_types", ["box"])
        self.blur = settings.get("mask_blur", 0.3)
        self.padding = settings.get("mask_padding", [0, 0, 0, 0])
        self.occluder = settings.get("occluder", "xseg_1")
        self.parser = settings.get("parser", "bisenet_resnet_34")
        self.areas = settings.get("mask_areas", list(AREAS))
        self.regions = settings.get("mask_regions", list(REGIONS))


def combined(masks):
    return np.minimum.reduce(list(masks.values())).clip(0, 1)


def crop_masks(networks, wishes, before, after=None, landmarks68=None, box=False, padding=None):
    """Box and occlusion look at the crop before the network, region at the one after it. With `box` there is always a
    box; restorers have no padding."""
    masks = {}
    if box or "box" in wishes.types:
        masks["box"] = box_mask(before.shape[0], wishes.blur, wishes.padding if padding is None else padding)
    if "occlusion" in wishes.types:
        masks["occlusion"] = occlusion_mask(networks, before, wishes.occluder)
    if after is not None and "area" in wishes.types:
        masks["area"] = area_mask(after.shape[0], landmarks68, wishes.areas)
    if after is not None and "region" in wishes.types:
        masks["region"] = region_mask(networks, after, wishes.parser, wishes.regions)
    return masks


# Faces


def embedding(networks, frame, landmarks5):
    crop, _ = aligned(frame, landmarks5, "arcface_112_v2", 112)
    tensor = (crop / 127.5 - 1)[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32)
    return networks("arcface_w600k_r50", input=tensor)[0].ravel(), tensor


def unit(vector):
    return vector / np.linalg.norm(vector)


def fitted(frame, width, height):
    """The frame shrunk into the detector's rectangle, at its upper left, on black."""
    rows, columns = frame.shape[:2]
    small = frame
    if rows > height or columns > width:
        share = min(height / rows, width / columns)
        small = cv2.resize(frame, (int(columns * share), int(rows * share)))
    canvas = np.zeros((height, width, 3))
    canvas[:small.shape[0], :small.shape[1]] = small
    tensor = canvas.transpose(2, 0, 1)[None].astype(np.float32)
    return tensor, np.array([columns / small.shape[1], rows / small.shape[0]])


def cells(stride, width, height, copies):
    y, x = np.mgrid[:height // stride, :width // stride] * stride
    return np.repeat(np.stack([x.ravel(), y.ravel()], 1), copies, 0)


def chosen_cells(scores, least):
    """FaceFusion asks whether any index is not 0, and so overlooks a first cell that stands alone."""
    kept = np.flatnonzero(scores >= least)
    return kept if kept.any() else kept[:0]


def anchored_faces(networks, name, frame, size, least):
    width, height = size
    tensor, ratio = fitted(frame, width, height)
    outputs = networks(name, input=(tensor - 127.5) / 128)
    faces = []
    for level, stride in enumerate((8, 16, 32)):
        scores = outputs[level].ravel()
        kept = chosen_cells(scores, least)
        at = cells(stride, width, height, 2)[kept]
        reach = outputs[level + 3][kept] * stride
        five = outputs[level + 6][kept].reshape(-1, 5, 2) * stride + at[:, None]
        box = np.concatenate([at - reach[:, :2], at + reach[:, 2:]], 1)
        faces.append((box * np.tile(ratio, 2), scores[kept], five * ratio))
    return faces


def yolo_faces(networks, frame, size, least):
    tensor, ratio = fitted(frame, *size)
    rows = networks("yoloface_8n", input=tensor / 255)[0][0].T
    rows = rows[rows[:, 4] > least] if np.flatnonzero(rows[:, 4] > least).any() else rows[:0]
    centre, extent = rows[:, :2], rows[:, 2:4]
    box = np.concatenate([centre - extent / 2, centre + extent / 2], 1)
    five = rows[:, 5:].reshape(-1, 5, 3)[:, :, :2]
    return [(box * np.tile(ratio, 2), rows[:, 4], five * ratio)]


def yunet_faces(networks, frame, size, least):
    width, height = size
    tensor, ratio = fitted(frame, width, height)
    outputs = networks("yunet_2023_mar", input=tensor)
    faces = []
    for level, stride in enumerate((8, 16, 32)):
        # Not the square root that the network's authors take.
        scores = (outputs[level] * outputs[level + 3]).ravel()
        kept = chosen_cells(scores, least)
        at = cells(stride, width, height, 1)[kept]
        values = outputs[level + 6][0][kept]
        centre, extent = values[:, :2] * stride + at, np.exp(values[:, 2:]) * stride
        five = outputs[level + 9][0][kept].reshape(-1, 5, 2) * stride + at[:, None]
        box = np.concatenate([centre - extent / 2, centre + extent / 2], 1)
        faces.append((box * np.tile(ratio, 2), scores[kept], five * ratio))
    return faces


DETECTORS = {
    "retinaface": lambda n, f, s, l: anchored_faces(n, "retinaface_10g", f, s, l),
    "scrfd": lambda n, f, s, l: anchored_faces(n, "scrfd_2.5g", f, s, l),
    "yolo_face": yolo_faces,
    "yunet": yunet_faces,
}


def turning(angle, size):
    """The map that turns a picture by whole quarters onto the canvas that holds it."""
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1)
    extent = np.abs(matrix[:, :2]) @ size
    matrix[:, 2] += (extent - size) / 2
    return matrix, (int(extent[0]), int(extent[1]))


def upright_candidates(networks, frame, settings):
    rows, columns = frame.shape[:2]
    margin = settings.get("margin", [0, 0, 0, 0])
    top, right, bottom, left = (
        int(extent * share / 200) for extent, share in zip((rows, columns, rows, columns), margin))
    padded = np.pad(frame, ((top, bottom), (left, right), (0, 0)))
    # In `many` yunet is not asked.
    names = ["retinaface", "scrfd", "yolo_face"] if settings["detector"] == "many" else [settings["detector"]]
    faces = []
    for name in names:
        faces += DETECTORS[name](networks, padded, settings.get("size", [640, 640]), settings.get("score", 0.5))
    box, scores, five = (np.concatenate([face[part] for face in faces]) for part in range(3))
    box = np.concatenate([np.minimum(box[:, :2], box[:, 2:]), np.maximum(box[:, :2], box[:, 2:])], 1)
    return box - [left, top, left, top], scores, five - [left, top]


def candidates(networks, frame, settings):
    found = []
    for angle in settings.get("angles", [0]):
        if angle == 0:
            found.append(upright_candidates(networks, frame, settings))
            continue
        matrix, size = turning(angle, frame.shape[1::-1])
        box, scores, five = upright_candidates(networks, cv2.warpAffine(frame, matrix, size), settings)
        back = inverse(matrix)
        corners = moved(box[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2), back)
        box = np.concatenate([corners.min(1), corners.max(1)], 1)
        found.append((box, scores, moved(five, back)))
    return [np.concatenate(parts) for parts in zip(*found)]


def kept_candidates(box, scores, settings):
    overlap = {2: 0.3, 3: 0.2, 4: 0.1}.get(len(settings.get("angles", [0])), 0.4)
    overlap = 0.1 if settings["detector"] == "many" else overlap
    sized = [(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in box.tolist()]
    kept = cv2.dnn.NMSBoxes(sized, scores.tolist(), settings.get("score", 0.5), overlap)
    return np.array(kept, np.int64).ravel()


def contrast_helped(crop):
    """Lightness of dark crops, mean under 30 of 255, is equalised; the channels are taken for RGB though they are BGR."""
    lab = cv2.cvtColor(crop, cv2.COLOR_RGB2Lab)
    if lab[:, :, 0].mean() < 30:
        lab[:, :, 0] = cv2.createCLAHE(clipLimit=2).apply(lab[:, :, 0])
    return cv2.cvtColor(lab, cv2.COLOR_Lab2RGB)


def dense_landmarks(networks, frame, box, angle, model):
    """68 points, their score, and the tensor that was shown to the network, of 2dfan4, peppa_wutz or the better one."""
    if model == "many":
        fan = dense_landmarks(networks, frame, box, angle, "2dfan4")
        peppa = dense_landmarks(networks, frame, box, angle, "peppa_wutz")
        return fan if fan[1] > peppa[1] - 0.2 else peppa
    box = np.asarray(box, np.float64)
    scale = 195 / max((box[2:] - box[:2]).max(), 1)
    shift = (256 - (box[2:] + box[:2]) * scale) / 2
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    crop = cv2.warpAffine(frame, matrix, (256, 256))
    turn, size = turning(angle, (256, 256))
    crop = contrast_helped(cv2.warpAffine(crop, turn, size))
    tensor = crop.transpose(2, 0, 1)[None].astype(np.float32) / 255
    if model == "2dfan4":
        points, maps = networks("2dfan4", input=tensor)
        score = np.interp(maps.max((2, 3)).mean(), [0, 0.9], [0, 1])
    else:
        points = networks("peppa_wutz", input=tensor)[0].reshape(1, 68, 3)
        score = np.interp(points[0, :, 2].mean(), [0, 0.95], [0, 1])
    points = points[0, :, :2] / 64 * 256
    return moved(moved(points, inverse(turn)), inverse(matrix)), float(score), tensor


def guessed_landmarks(networks, landmarks5):
    """68 points from five alone."""
    matrix = aligning_matrix(landmarks5, "ffhq_512", 1)
    five = moved(landmarks5, matrix).astype(np.float32)
    return moved(networks("fan_68_5", input=five[None])[0][0], inverse(matrix))


def five_of(landmarks68):
    return np.array([
        landmarks68[36:42].mean(0), landmarks68[42:48].mean(0), landmarks68[30], landmarks68[48], landmarks68[54]])


def quarter_angle(landmarks68):
    x, y = landmarks68[16] - landmarks68[0]
    degrees = np.degrees(np.arctan2(y, x)) % 360
    return int(np.abs(np.linspace(0, 360, 5) - degrees).argmin() * 90 % 360)


def traits(networks, frame, landmarks5):
    crop, _ = aligned(frame, landmarks5, "arcface_112_v2", 224)
    picture = crop.astype(np.float32)[:, :, ::-1] / 255
    picture = ((picture - IMAGENET[0]) / IMAGENET[1]).astype(np.float32)
    race, gender, age = networks("fairface", input=picture.transpose(2, 0, 1)[None])
    return np.array([gender[0], age[0], race[0]], np.int64)


# Swapping

SWAPPERS = {
    # family: template, side, colours, whether the answer is undone into colours, how the source is shown
    "blendswap_256": ("ffhq_512", 256, PLAIN, False, ("picture", "arcface_112_v2", 112)),
    "uniface_256": ("ffhq_512", 256, CENTRED, True, ("picture", "ffhq_512", 256)),
    "ghost_1_256": ("arcface_112_v1", 256, CENTRED, True, ("converted", "crossface_ghost")),
    "ghost_2_256": ("arcface_112_v1", 256, CENTRED, True, ("converted", "crossface_ghost")),
    "ghost_3_256": ("arcface_112_v1", 256, CENTRED, True, ("converted", "crossface_ghost")),
    "hififace_unofficial_256": ("mtcnn_512", 256, CENTRED, True, ("converted unit", "crossface_hififace")),
    "hyperswap_1a_256": ("arcface_128", 256, CENTRED, True, ("unit",)),
    "hyperswap_1b_256": ("arcface_128", 256, CENTRED, True, ("unit",)),
    "hyperswap_1c_256": ("arcface_128", 256, CENTRED, True, ("unit",)),
    "inswapper_128": ("arcface_128", 128, PLAIN, False, ("mapped",)),
    "inswapper_128_fp16": ("arcface_128", 128, PLAIN, False, ("mapped",)),
    "simswap_256": ("arcface_112_v1", 256, IMAGENET, False, ("converted unit", "crossface_simswap")),
    "simswap_unofficial_512": ("arcface_112_v1", 512, PLAIN, False, ("converted unit", "crossface_simswap")),
}


def shown_source(networks, family, source, target, weight):
    """The tensor for the swapper's input `source`."""
    way, *more = SWAPPERS[family][4]
    if way == "picture":
        crop, _ = aligned(source["frame"], source["landmarks5"], *more)
        return planes(crop)
    raw = source["embedding"].astype(np.float32)
    if way == "mapped":
        shown = raw[None] @ networks.embedding_map(family) / np.linalg.norm(raw)
    elif way == "unit":
        shown = source.get("embedding_unit", unit(raw))[None]
    else:
        shown = networks(more[0], input=raw[None])[0].ravel()
        shown = (unit(shown) if way == "converted unit" else shown)[None]
    share = np.float32(np.interp(weight, [0, 1], [0.35, -0.35]))
    pull = target if way == "converted" else unit(target)
    return (shown * (1 - share) + pull[None] * share).astype(np.float32)


def swapped(networks, settings, arrays):
    family = settings["family"]
    template, side, (mean, deviation), undone, (way, *_) = SWAPPERS[family]
    pictured = way == "picture"
    boost = settings.get("pixel_boost", side) // side
    frame, five = arrays["frame"], arrays["landmarks5"]
    crop, matrix = aligned(frame, five, template, boost * side)
    source = {
        "frame": arrays.get("source_frame"), "landmarks5": arrays.get("source_landmarks5"),
        "embedding": arrays.get("source_embedding")}
    if "source_embedding_unit" in arrays:
        source["embedding_unit"] = arrays["source_embedding_unit"]
    target = arrays.get("target_embedding")
    if not pictured:
        if source["embedding"] is None:
            source["embedding"], _ = embedding(networks, source["frame"], source["landmarks5"])
        target = embedding(networks, frame, five)[0] if target is None else target
    shown = shown_source(networks, family, source, target, settings.get("weight", 0.5))

    parts = crop.reshape(side, boost, side, boost, 3).transpose(1, 3, 0, 2, 4).reshape(-1, side, side, 3)
    prepared = np.concatenate([planes(part, (mean, deviation)) for part in parts])
    raw = np.concatenate([networks(family, source=shown, target=part[None])[0] for part in prepared])
    values = raw.transpose(0, 2, 3, 1)
    values = (values * deviation + mean if undone else values).clip(0, 1)[..., ::-1] * 255
    after = values.reshape(boost, boost, side, side, 3).transpose(2, 0, 3, 1, 4).reshape(crop.shape)

    wishes = MaskWishes(settings)
    dense = moved(arrays["landmarks68"], matrix) if "landmarks68" in arrays else None
    masks = crop_masks(networks, wishes, crop, after, dense)
    mask = combined(masks)
    return {
        "matrix": matrix, "crop": crop, "source": shown, "prepared": prepared, "raw": raw,
        "swapped": (after / 255).astype(np.float32), "mask": mask, "pasted": pasted(frame, after, mask, matrix),
        **{"mask_" + name: value for name, value in masks.items()}}


# Colours of one crop laid on another


def equalised(source, target, size):
    small = [cv2.resize(part, size, interpolation=cv2.INTER_AREA).astype(np.float32) for part in (source, target)]
    difference = cv2.resize(small[0] - small[1], target.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return (target + difference).clip(0, 255).astype(np.uint8)


def color_matched(source, target):
    for side in np.linspace(16, target.shape[0], 3, endpoint=False):
        even = round(side / 2) * 2
        source = equalised(source, target, (even, even))
    return equalised(source, target, target.shape[1::-1])


def color_matched_by_likeness(source, target):
    histograms = [
        cv2.calcHist([cv2.cvtColor(part, cv2.COLOR_BGR2HSV)], [0, 1], None, [50, 60], [0, 180, 0, 256])
        for part in (source, target)]
    share = float(np.interp(cv2.compareHist(*histograms, cv2.HISTCMP_CORREL), [-1, 1], [0, 1]))
    return cv2.addWeighted(target, 1 - share, color_matched(source, target), share, 0)


def deep_swapped(networks, settings, arrays):
    family = settings["family"]
    side = networks.inputs(family)["in_face:0"].shape[1]
    frame = arrays["frame"]
    crop, matrix = aligned(frame, arrays["landmarks5"], "dfl_whole_face", side)
    sharp = cv2.addWeighted(crop, 1.75, cv2.GaussianBlur(crop, (0, 0), 2), -0.75, 0)
    prepared = (sharp / 255.0)[None].astype(np.float32)
    morph = np.array([settings.get("morph", 100) / 100], np.float32)
    of_target, raw, of_source = networks(family, in_face=prepared, morph_value=morph)
    after = (raw[0] * 255.0).clip(0, 255).astype(np.uint8)
    matched = color_matched_by_likeness(crop, after)
    network_mask = np.minimum(of_source, of_target).reshape(side, side).clip(0, 1)
    network_mask = cv2.erode(network_mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)), iterations=2)
    network_mask = cv2.GaussianBlur(network_mask, (0, 0), 6.25)
    dense = moved(arrays["landmarks68"], matrix) if "landmarks68" in arrays else None
    masks = crop_masks(networks, MaskWishes(settings), crop, matched, dense, box=True)
    masks["network"] = network_mask
    mask = combined(masks)
    return {
        "matrix": matrix, "crop": crop, "sharpened": sharp, "prepared": prepared, "raw": raw, "swapped": after,
        "matched": matched, "mask": mask, "mask_network": network_mask, "pasted": pasted(frame, matched, mask, matrix)}


# Restoring

RESTORERS = {"gpen_bfr_256": ("arcface_128", 256), "gpen_bfr_1024": ("ffhq_512", 1024), "gpen_bfr_2048": ("ffhq_512", 2048)}
UNPADDED = [0, 0, 0, 0]


def restored(networks, settings, arrays):
    family, frame = settings["family"], arrays["frame"]
    template, side = RESTORERS.get(family, ("ffhq_512", 512))
    crop, matrix = aligned(frame, arrays["landmarks5"], template, side)
    masks = crop_masks(networks, MaskWishes(settings), crop, box=True, padding=UNPADDED)
    prepared = planes(crop, CENTRED)
    raw = networks(family, input=prepared, weight=np.array([settings.get("weight", 0.5)], np.float64))[0]
    after = ((raw[0].clip(-1, 1) + 1) / 2).transpose(1, 2, 0)
    after = (after * 255.0).round().astype(np.uint8)[:, :, ::-1]
    mask = combined(masks)
    result = pasted(frame, after, mask, matrix)
    share = settings.get("blend", 80) / 100
    return {
        "matrix": matrix, "crop": crop, "prepared": prepared, "raw": raw, "restored": after, "mask": mask,
        "pasted": cv2.addWeighted(frame, 1 - share, result, share, 0)}


# Expression, after LivePortrait

EXPRESSION_MIN = np.array([
    -2.88067125e-02, -8.12731311e-02, -1.70541159e-03, -4.88598682e-02, -3.32196616e-02, -1.67431499e-04,
    -6.75425082e-02, -4.28681746e-02, -1.98950816e-04, -7.23103955e-02, -3.28503326e-02, -7.31324719e-04,
    -3.87073644e-02, -6.01546466e-02, -5.50269964e-04, -6.38048723e-02, -2.23840728e-01, -7.13261834e-04,
    -3.02710701e-02, -3.93195450e-02, -8.24086510e-06, -2.95799859e-02, -5.39318882e-02, -1.74219604e-04,
    -2.92359516e-02, -1.53050944e-02, -6.30460854e-05, -5.56493877e-03, -2.34344602e-02, -1.26858242e-04,
    -4.37593013e-02, -2.77768299e-02, -2.70503685e-02, -1.76926646e-02, -1.91676542e-02, -1.15090821e-04,
    -8.34268332e-03, -3.99775570e-03, -3.27481248e-05, -3.40162888e-02, -2.81868968e-02, -1.96679524e-04,
    -2.91855410e-02, -3.97511162e-02, -2.81230678e-05, -1.50395725e-02, -2.49494594e-02, -9.42573533e-05,
    -1.67938769e-02, -2.00953931e-02, -4.00750607e-04, -1.86435618e-02, -2.48535164e-02, -2.74416432e-02,
    -4.61211195e-03, -1.21660791e-02, -2.93173041e-04, -4.10017073e-02, -7.43824020e-02, -4.42762971e-02,
    -1.90370996e-02, -3.74363363e-02, -1.34740388e-02], np.float32).reshape(1, 21, 3)
EXPRESSION_MAX = np.array([
    4.46682945e-02, 7.08772913e-02, 4.08344204e-04, 2.14308221e-02, 6.15894832e-02, 4.85319615e-05,
    3.02363783e-02, 4.45043296e-02, 1.28298725e-05, 3.05869691e-02, 3.79812494e-02, 6.57040102e-04,
    4.45670523e-02, 3.97259220e-02, 7.10966764e-04, 9.43699256e-02, 9.85926315e-02, 2.02551950e-04,
    1.61131397e-02, 2.92906128e-02, 3.44733417e-06, 5.23825921e-02, 1.07065082e-01, 6.61510974e-04,
    2.85718683e-03, 8.32320191e-03, 2.39314613e-04, 2.57947259e-02, 1.60935968e-02, 2.41853559e-05,
    4.90833223e-02, 3.43903080e-02, 3.22353356e-02, 1.44766076e-02, 3.39248963e-02, 1.42291479e-04,
    8.75749043e-04, 6.82212645e-03, 2.76097053e-05, 1.86958015e-02, 3.84016186e-02, 7.33085908e-05,
    2.01714113e-02, 4.90544215e-02, 2.34028921e-05, 2.46518422e-02, 3.29151377e-02, 3.48571630e-05,
    2.22457591e-02, 1.21796541e-02, 1.56396593e-04, 1.72109623e-02, 3.01626958e-02, 1.36556877e-02,
    1.83460284e-02, 1.61141958e-02, 2.87440169e-04, 3.57594155e-02, 1.80554688e-01, 2.75554154e-02,
    2.17450950e-02, 8.66811201e-02, 3.34241726e-02], np.float32).reshape(1, 21, 3)


def rotation(pitch, yaw, roll):
    """About x, then y, then z, axes that stand still, in degrees."""
    (cx, cy, cz), (sx, sy, sz) = (f(np.radians(np.array([pitch, yaw, roll], np.float64))) for f in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return (about_z @ about_y @ about_x).astype(np.float32)


def halved_planes(crop):
    return planes(cv2.resize(crop, (crop.shape[1] // 2, crop.shape[0] // 2), interpolation=cv2.INTER_AREA))


def motion(networks, tensor):
    pitch, yaw, roll, scale, translation, expression, points = networks("live_portrait_motion_extractor", input=tensor)
    return (float(pitch.ravel()[0]), float(yaw.ravel()[0]), float(roll.ravel()[0])), scale, translation, expression, points


def generated(networks, volume, source, target):
    raw = networks("live_portrait_generator", feature_volume=volume, source=source, target=target)[0]
    return raw, (raw[0].transpose(1, 2, 0).clip(0, 1) * 255.0).astype(np.uint8)[:, :, ::-1]


UPPER = [1, 2, 6, 10, 11, 12, 13, 15, 16]
LOWER = [3, 7, 14, 17, 18, 19, 20]
NEITHER = [0, 4, 5, 8, 9]


def expression_restored(networks, settings, arrays):
    """`frame` has lost the expression that `target_frame` has."""
    frame, five = arrays["frame"], arrays["landmarks5"]
    factor = settings.get("factor", 80) / 100 * 1.2
    areas = settings.get("areas", ["upper-face", "lower-face"])
    wanted, _ = aligned(arrays["target_frame"], five, "arcface_128", 512)
    crop, matrix = aligned(frame, five, "arcface_128", 512)
    masks = crop_masks(networks, MaskWishes(settings), crop, box=True, padding=UNPADDED)
    tensor = halved_planes(crop)
    volume = networks("live_portrait_feature_extractor", input=tensor)[0]
    wish = motion(networks, halved_planes(wanted))[3].copy()
    angles, scale, translation, expression, points = motion(networks, tensor)
    for area, indices in (("upper-face", UPPER), ("lower-face", LOWER)):
        if area not in areas:
            wish[:, indices] = expression[:, indices]
    wish[:, NEITHER] = expression[:, NEITHER]
    wish = np.clip(wish * factor + expression * (1 - factor), EXPRESSION_MIN, EXPRESSION_MAX)
    turned = points @ rotation(*angles).T
    source = (scale * (turned + wish) + translation).astype(np.float32)
    target = (scale * (turned + expression) + translation).astype(np.float32)
    raw, after = generated(networks, volume, source, target)
    mask = combined(masks)
    return {
        "matrix": matrix, "crop": crop, "prepared": tensor, "source_points": source, "target_points": target, "raw": raw,
        "restored": after, "mask": mask, "pasted": pasted(frame, after, mask, matrix)}


# What a slider at 1 adds to the expression: point, axis, amount. `+` for sliders above 0, `-` for the others, at 0 too.
SLIDERS = [
    ("eye_gaze_horizontal", "+", [(11, 0, 0.015), (15, 0, 0.02)]),
    ("eye_gaze_horizontal", "-", [(11, 0, 0.02), (15, 0, 0.015)]),
    ("eye_gaze_vertical", "+-", [
        (1, 1, 0.0025), (2, 1, -0.0025), (11, 1, -0.01), (13, 1, -0.005), (15, 1, -0.01), (16, 1, -0.005)]),
    ("mouth_grim", "+", [(17, 2, -0.005), (19, 2, 0.01), (20, 1, -0.06), (20, 2, -0.03)]),
    ("mouth_grim", "-", [(19, 1, -0.05), (19, 2, -0.02), (20, 2, -0.03)]),
    ("mouth_position_horizontal", "+-", [(19, 0, 0.05), (20, 0, 0.04)]),
    ("mouth_position_vertical", "+", [(19, 1, -0.04), (20, 1, -0.02)]),
    ("mouth_position_vertical", "-", [(19, 1, -0.05), (20, 1, -0.04)]),
    ("mouth_pout", "+", [(19, 1, -0.022), (19, 2, 0.025), (20, 2, -0.002)]),
    ("mouth_pout", "-", [(19, 1, 0.022), (19, 2, 0.025), (20, 2, -0.002)]),
    ("mouth_purse", "+", [(19, 1, -0.04), (19, 2, -0.02)]),
    ("mouth_purse", "-", [(14, 1, -0.02), (17, 2, 0.01), (19, 2, -0.015), (20, 2, -0.002)]),
    ("mouth_smile", "+", [
        (20, 1, -0.015), (14, 1, -0.025), (17, 1, 0.01), (17, 2, 0.004), (3, 1, -0.0045), (7, 1, -0.0045)]),
    ("mouth_smile", "-", [
        (14, 1, -0.02), (17, 1, 0.003), (19, 1, 0.02), (19, 2, -0.005), (20, 2, 0.01), (3, 1, 0.0045), (7, 1, 0.0045)]),
    ("eyebrow_direction", "+", [(1, 1, 0.015), (2, 1, -0.02)]),
    ("eyebrow_direction", "-", [(1, 0, -0.015), (2, 0, 0.02), (1, 1, 0.005), (2, 1, -0.005)]),
]


def opening(landmarks68, top, bottom, left, right):
    apart = np.linalg.norm(landmarks68[top] - landmarks68[bottom])
    return apart / (np.linalg.norm(landmarks68[left] - landmarks68[right]) + 1e-6)


def retargeted(networks, network, points, ratios, wish, slider):
    values = np.concatenate([points.ravel(), ratios, [wish]])[None].astype(np.float32)
    return networks(network, input=values)[0].reshape(1, 21, 3) * abs(slider)


def edited(networks, settings, arrays):
    frame, dense = arrays["frame"], arrays["landmarks68"]
    slider = lambda name: float(np.clip(settings.get(name, 0), -1, 1))
    crop, matrix = aligned(frame, scaled_about_nose(arrays["landmarks5"], 1.5), "ffhq_512", 512)
    mask = box_mask(512, MaskWishes(settings).blur, UNPADDED)
    tensor = halved_planes(crop)
    volume = networks("live_portrait_feature_extractor", input=tensor)[0]
    angles, scale, translation, expression, points = motion(networks, tensor)
    target = (scale * (points @ rotation(*angles).T + expression) + translation).astype(np.float32)

    changed = expression.copy()
    for name, signs, changes in SLIDERS:
        if ("+" if slider(name) > 0 else "-") in signs:
            for point, axis, amount in changes:
                changed[0, point, axis] += amount * slider(name)
    changed = np.clip(changed, EXPRESSION_MIN, EXPRESSION_MAX)
    turns = []
    for angle, name, most, limit in zip(
            angles, ("head_pitch", "head_yaw", "head_roll"), (-20, -60, 15), (30, 60, 20)):
        turns.append(np.clip(angle + most * slider(name), min(angle, -limit), max(angle, limit)))
    source = scale * (points @ rotation(*turns).T + changed) + translation
    eyes, lips = slider("eye_open_ratio"), slider("lip_open_ratio")
    source = source + retargeted(
        networks, "live_portrait_eye_retargeter", target,
        [opening(dense, 37, 40, 39, 36), opening(dense, 43, 46, 45, 42)], 0.0 if eyes < 0 else 0.6, eyes)
    source = source + retargeted(
        networks, "live_portrait_lip_retargeter", target, [opening(dense, 62, 66, 54, 48)], 0.0 if lips < 0 else 1.0,
        lips)
    source = networks("live_portrait_stitcher", source=source.astype(np.float32), target=target)[0]
    raw, after = generated(networks, volume, source, target)
    return {
        "matrix": matrix, "crop": crop, "prepared": tensor, "source_points": source, "target_points": target, "raw": raw,
        "edited": after, "mask": mask, "pasted": pasted(frame, after, mask, matrix)}


# Age


def aged_by_fran(networks, settings, arrays):
    frame = arrays["frame"]
    crop, matrix = aligned(frame, arrays["landmarks5"], "ffhq_512", 1024)
    masks = crop_masks(networks, MaskWishes(settings), crop, box=True, padding=UNPADDED)
    prepared = planes(crop)
    now = settings["age"]
    ages = (np.array([now, now + settings.get("direction", 0)], np.float32) / 100).clip(0, 1)
    raw = networks("fran", target=prepared, direction=ages)[0]
    after = raw[0].transpose(1, 2, 0).astype(np.float64).clip(0, 1)[:, :, ::-1] * 255
    mask = combined(masks)
    return {
        "matrix": matrix, "crop": crop, "prepared": prepared, "raw": raw, "aged": (after / 255).astype(np.float32),
        "mask": mask, "pasted": pasted(frame, after, mask, matrix)}


def aged_by_styleganex(networks, settings, arrays):
    frame, five = arrays["frame"], arrays["landmarks5"]
    crop, matrix = aligned(frame, five, "ffhq_512", 256)
    wide, wide_matrix = aligned(frame, scaled_about_nose(five, 0.875), "styleganex_384", 384)
    wishes = MaskWishes(settings)
    masks = {"box": box_mask(384, wishes.blur, UNPADDED)}
    if "occlusion" in wishes.types:
        # FaceFusion lays the mask of the narrow crop over the wide one by the maps in the wrong order.
        whole = [np.vstack([part, [0, 0, 1]]) for part in (inverse(matrix), wide_matrix)]
        masks["occlusion"] = cv2.warpAffine(
            occlusion_mask(networks, crop, wishes.occluder), (whole[0] @ whole[1])[:2], (384, 384))
    direction = np.array(np.interp(settings.get("direction", 0), [-100, 100], [2.5, -2.5]), np.float32)
    prepared, prepared_wide = planes(crop, CENTRED), planes(wide, CENTRED)
    raw = networks("styleganex_age", target=prepared, target_with_background=prepared_wide, direction=direction)[0]
    after = ((raw[0].clip(-1, 1) + 1) / 2).transpose(1, 2, 0)
    after = (after * 255.0).astype(np.uint8)[:, :, ::-1]
    after = color_matched(wide, cv2.resize(after, (1024, 1024), interpolation=cv2.INTER_AREA))
    mask = cv2.resize(combined(masks), (1024, 1024))
    return {
        "matrix": matrix, "wide_matrix": wide_matrix, "crop": crop, "wide_crop": wide, "prepared": prepared,
        "prepared_wide": prepared_wide, "raw": raw, "aged": after, "mask": mask,
        "pasted": pasted(frame, after, mask, wide_matrix * (1024 / 384))}


# Stages: settings in brackets, arrays, and what comes out


def stage_picture(networks, settings, arrays):
    """[width, height, faces: [[x, y, side, degrees]…], seed, dark] → frame, landmarks5 (n × 5 × 2), landmarks68.

    Bright heads on dark ground, which the generated detectors find; `side` is of the head's box.
    """
    width, height = settings["width"], settings["height"]
    random = np.random.default_rng(settings.get("seed", 1))
    y, x = np.mgrid[:height, :width].astype(np.float64)
    frame = np.stack([40 + 14 * np.sin(x / a + y / b) for a, b in ((31, 47), (23, 61), (41, 29))], 2)
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    from make_models import mean_shape

    shape = mean_shape().astype(np.float64) - [0.5, 0.5]
    dense = []
    for cx, cy, side, degrees in settings["faces"]:
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        u, v = (x - cx) * c + (y - cy) * s, (y - cy) * c - (x - cx) * s
        head = np.exp(-np.maximum(0, np.hypot(u / (0.37 * side), v / (0.46 * side)) - 0.93) * 12)[..., None]
        skin = np.stack([218 - 40 * u / side, 196 + 36 * v / side, 178 + 25 * u * v / side**2], 2)
        skin = skin + 6 * np.sin(u / side * 40)[..., None] * np.cos(v / side * 33)[..., None]
        frame = frame * (1 - head) + skin * head
        points = moved(shape * side, np.array([[c, -s, cx], [s, c, cy]]))
        for (px, py), size, tone in (
                [(points[36:42].mean(0), 0.045, 60), (points[42:48].mean(0), 0.045, 70), (points[30], 0.03, 150)]
                + [(points[k], 0.03, 120) for k in (48, 51, 54, 57)]):
            spot = np.exp(-(((x - px) ** 2 + (y - py) ** 2) / (size * side) ** 2))[..., None]
            frame = frame * (1 - 0.8 * spot) + np.array([tone, tone * 0.7, tone * 0.7]) * 0.8 * spot
        dense.append(points)
    frame = (frame + random.normal(0, 2.5, frame.shape)) * settings.get("light", 1)
    dense = np.array(dense)
    return {
        "frame": frame.clip(0, 255).astype(np.uint8)[:, :, ::-1], "landmarks68": dense,
        "landmarks5": np.array([five_of(points) for points in dense])}


def stage_align(networks, settings, arrays):
    """[template, side] frame, landmarks5 → matrix, crop, and exact: the crop of the frame as floats, RGB 0…1."""
    crop, matrix = aligned(arrays["frame"], arrays["landmarks5"], settings["template"], settings["side"])
    exact, _ = aligned(
        arrays["frame"].astype(np.float32) / 255, arrays["landmarks5"], settings["template"], settings["side"])
    return {"crop": crop, "matrix": matrix, "exact": exact[:, :, ::-1]}


def stage_masks(networks, settings, arrays):
    """[mask_types, mask_blur, mask_padding, mask_areas, mask_regions, occluder, parser] crop, landmarks68 (of the crop) →
    mask and mask_box, mask_occlusion, mask_area, mask_region."""
    crop = arrays["crop"]
    masks = crop_masks(networks, MaskWishes(settings), crop, crop, arrays.get("landmarks68"))
    return {"mask": combined(masks), **{"mask_" + name: value for name, value in masks.items()}}


def stage_paste(networks, settings, arrays):
    """frame, crop (uint8, or float32 RGB 0…1), mask, matrix → pasted."""
    crop = arrays["crop"]
    crop = crop if crop.dtype == np.uint8 else crop.astype(np.float64) * 255
    return {"pasted": pasted(arrays["frame"], crop, arrays["mask"], arrays["matrix"])}


def stage_embed(networks, settings, arrays):
    """frame, landmarks5 → embedding, embedding_unit, prepared."""
    vector, tensor = embedding(networks, arrays["frame"], arrays["landmarks5"])
    return {"embedding": vector, "embedding_unit": unit(vector), "prepared": tensor}


def stage_detect(networks, settings, arrays):
    """[detector, size, score, angles, margin] frame → boxes (left, top, right, bottom), scores, landmarks5, best first,
    and candidate_boxes, candidate_scores of before non-maximum suppression."""
    box, scores, five = candidates(networks, arrays["frame"], settings)
    kept = kept_candidates(box, scores, settings)
    return {
        "boxes": box[kept], "scores": scores[kept], "landmarks5": five[kept], "candidate_boxes": box,
        "candidate_scores": scores}


def stage_landmarks(networks, settings, arrays):
    """[landmarker: 2dfan4, peppa_wutz, many; angle] frame, box → landmarks68, landmarks5, score, prepared; and from
    landmarks5, if given, guessed68 and angle."""
    result = {}
    if "box" in arrays:
        dense, score, tensor = dense_landmarks(
            networks, arrays["frame"], arrays["box"].ravel(), settings.get("angle", 0), settings["landmarker"])
        result = {"landmarks68": dense, "landmarks5": five_of(dense), "score": np.array([score]), "prepared": tensor}
    if "landmarks5" in arrays:
        guess = guessed_landmarks(networks, arrays["landmarks5"])
        result |= {"guessed68": guess, "angle": np.array([quarter_angle(guess)], np.int64)}
    return result


def stage_analyse(networks, settings, arrays):
    """[as detect, landmarker, landmarker_score] frame → for each face: boxes, scores, landmarks5, landmarks5_68,
    landmarks68, guessed68, landmarker_scores, angles, embeddings, traits (gender, age, race as the network numbers
    them)."""
    frame = arrays["frame"]
    box, scores, five = candidates(networks, frame, settings)
    least = settings.get("landmarker_score", 0.5)
    faces = []
    for index in kept_candidates(box, scores, settings):
        guess = guessed_landmarks(networks, five[index])
        angle, dense, sure, better = quarter_angle(guess), guess, 0.0, five[index]
        if least > 0:
            dense, sure, _ = dense_landmarks(networks, frame, box[index], angle, settings.get("landmarker", "2dfan4"))
        if sure > least:
            better = five_of(dense)
        faces.append((
            box[index], scores[index], five[index], better, dense, guess, sure, angle,
            embedding(networks, frame, better)[0], traits(networks, frame, better)))
    names = ("boxes", "scores", "landmarks5", "landmarks5_68", "landmarks68", "guessed68", "landmarker_scores", "angles",
             "embeddings", "traits")
    return {name: np.array([face[part] for face in faces]) for part, name in enumerate(names)}


def stage_classify(networks, settings, arrays):
    """frame, landmarks5 → traits: gender, age, race as the network numbers them."""
    return {"traits": traits(networks, arrays["frame"], arrays["landmarks5"])}


def stage_age(networks, settings, arrays):
    """[family: fran, styleganex_age; direction −100…100; age: years, for fran; masks] frame, landmarks5 → aged, …"""
    way = aged_by_fran if settings["family"] == "fran" else aged_by_styleganex
    return way(networks, settings, arrays)


def stage_networks(networks, settings, arrays):
    """[families] → for each family what ONNX Runtime makes of plain noise: FAMILY.signature, lines of text, and of every
    output FAMILY.NUMBER.shape and FAMILY.NUMBER, at most some 2,000 of its values at even steps.

    The noise of an input is, at index i, the low 32 bits of 2654435761·i as a share of 2³²; open sides are 1, of a
    picture 320.
    """
    results = {}
    for family in settings["families"]:
        session, values, lines = networks.session(family), {}, []
        for port in session.get_inputs():
            shape = [{"height": 320, "width": 320}.get(side, 1) if isinstance(side, str) else side for side in port.shape]
            noise = (np.arange(int(np.prod(shape)), dtype=np.uint64) * 2654435761 % 2**32) / 2**32
            kind = {"tensor(float)": np.float32, "tensor(double)": np.float64}[port.type]
            values[port.name] = noise.reshape(shape).astype(np.float32).astype(kind)
            lines.append(f"{port.name} {shape}")
        for index, (port, result) in enumerate(zip(session.get_outputs(), session.run(None, values))):
            lines.append(port.name)
            flat = result.ravel()
            results[f"{family}.{index}"] = flat[::max(1, flat.size // 2000)]
            results[f"{family}.{index}.shape"] = np.array(result.shape, np.int64)
        results[family + ".signature"] = np.frombuffer("\n".join(lines).encode(), np.uint8)
    return results


STAGES = {
    "networks": stage_networks,
    "picture": stage_picture,
    "align": stage_align,
    "masks": stage_masks,
    "paste": stage_paste,
    "embed": stage_embed,
    "detect": stage_detect,
    "landmarks": stage_landmarks,
    "analyse": stage_analyse,
    "classify": stage_classify,
    # [family, pixel_boost, weight, masks as in `masks`] frame, landmarks5, landmarks68, source_embedding or source_frame
    # and source_landmarks5, target_embedding → matrix, crop, source, prepared, raw, swapped, mask, mask_*, pasted.
    "swap": swapped,
    # [family, morph 0…100, masks] frame, landmarks5, landmarks68 → crop, sharpened, prepared, raw, matched, mask, pasted.
    "deep_swap": deep_swapped,
    # [family, blend 0…100, weight, masks] frame, landmarks5 → matrix, crop, prepared, raw, restored, mask, pasted.
    "restore": restored,
    # [factor 0…100, areas, masks] frame, target_frame, landmarks5 → prepared, points, raw, restored, mask, pasted.
    "expression": expression_restored,
    # [sliders −1…1 by name] frame, landmarks5, landmarks68 → prepared, points, raw, edited, mask, pasted.
    "edit": edited,
    "age": stage_age,
}

# Pictures go through FaceFusion blue first.
PICTURES = {"frame", "crop", "source_frame", "target_frame", "wide_crop", "swapped", "restored", "edited", "aged", "matched",
            "sharpened", "pasted"}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in STAGES:
        sys.exit(f"usage: facefusion_reference.py {{{','.join(STAGES)}}} FOLDER")
    folder = pathlib.Path(sys.argv[2])
    settings = json.loads((folder / "settings.json").read_text())
    arrays = {}
    for file in sorted((folder / "in").glob("*.npy")) if (folder / "in").exists() else []:
        values = np.load(file)
        if file.stem in PICTURES:
            values = np.ascontiguousarray(values[..., ::-1])
        elif values.dtype == np.float32 and "landmarks" in file.stem:
            values = values.astype(np.float64)
        arrays[file.stem] = values
    results = STAGES[sys.argv[1]](Networks(settings.get("models", ".")), settings, arrays)
    (folder / "out").mkdir(exist_ok=True)
    for name, values in results.items():
        values = np.asarray(values)
        if name in PICTURES:
            values = values[..., ::-1]
        np.save(folder / "out" / (name + ".npy"), np.ascontiguousarray(values))


if __name__ == "__main__":
    main()
