#!/usr/bin/env python3
"""Restorers, expression, edits and ages as FaceFusion computes them, written from its formulas for tests.

    restore_reference.py FOLDER

FOLDER/job.json names a step, the folder of the networks, the landmarks (counted from the centre of the first pixel) and
the step's settings; picture.npy and original.npy are 8-bit RGB. Two pictures with the face changed are written beside
them as float32 RGB, 0…1: `rounded`, which `facefusion_reference.py` gives and which is cut to 8 bits wherever FaceFusion cuts, and `exact`, which is
computed here in floats all along, with a sampler of our own.
"""

import json
import pathlib
import sys

import cv2
import numpy as np
import onnxruntime

import facefusion_reference

TEMPLATES = {
    "arcface_128": [
        [0.36167656, 0.40387734], [0.63696719, 0.40235469], [0.50019687, 0.56044219], [0.38710391, 0.72160547],
        [0.61507734, 0.72034453]],
    "ffhq_512": [
        [0.37691676, 0.46864664], [0.62285697, 0.46912813], [0.50123859, 0.61331904], [0.39308822, 0.72541100],
        [0.61150205, 0.72490465]],
    "styleganex_384": [
        [0.42353745, 0.52289879], [0.57725008, 0.52319972], [0.50123859, 0.61331904], [0.43364461, 0.68337652],
        [0.57015325, 0.68306005]],
}

# Edit: for values above 0 and others, (key point, axis, amount at 1).
BOTH_WAYS = {
    "eye_gaze_vertical": [(1, 1, .0025), (2, 1, -.0025), (11, 1, -.01), (13, 1, -.005), (15, 1, -.01), (16, 1, -.005)],
    "mouth_position_horizontal": [(19, 0, .05), (20, 0, .04)],
}
UP = {
    "eyebrow_direction": [(1, 1, .015), (2, 1, -.02)],
    "eye_gaze_horizontal": [(11, 0, .015), (15, 0, .02)],
    "mouth_grim": [(17, 2, -.005), (19, 2, .01), (20, 1, -.06), (20, 2, -.03)],
    "mouth_position_vertical": [(19, 1, -.04), (20, 1, -.02)],
    "mouth_pout": [(19, 1, -.022), (19, 2, .025), (20, 2, -.002)],
    "mouth_purse": [(19, 1, -.04), (19, 2, -.02)],
    "mouth_smile": [(20, 1, -.015), (14, 1, -.025), (17, 1, .01), (17, 2, .004), (3, 1, -.0045), (7, 1, -.0045)],
}
DOWN = {
    "eyebrow_direction": [(1, 0, -.015), (2, 0, .02), (1, 1, .005), (2, 1, -.005)],
    "eye_gaze_horizontal": [(11, 0, .02), (15, 0, .015)],
    "mouth_grim": [(19, 1, -.05), (19, 2, -.02), (20, 2, -.03)],
    "mouth_position_vertical": [(19, 1, -.05), (20, 1, -.04)],
    "mouth_pout": [(19, 1, .022), (19, 2, .025), (20, 2, -.002)],
    "mouth_purse": [(14, 1, -.02), (17, 2, .01), (19, 2, -.015), (20, 2, -.002)],
    "mouth_smile": [
        (14, 1, -.02), (17, 1, .003), (19, 1, .02), (19, 2, -.005), (20, 2, .01), (3, 1, .0045), (7, 1, .0045)],
}


# Bounds of the expression of each key point: least and most along x, y, z.
LIMITS = np.array([
    [[-0.0288067125, -0.0812731311, -0.00170541159], [0.0446682945, 0.0708772913, 0.000408344204]],
    [[-0.0488598682, -0.0332196616, -0.000167431499], [0.0214308221, 0.0615894832, 4.85319615e-05]],
    [[-0.0675425082, -0.0428681746, -0.000198950816], [0.0302363783, 0.0445043296, 1.28298725e-05]],
    [[-0.0723103955, -0.0328503326, -0.000731324719], [0.0305869691, 0.0379812494, 0.000657040102]],
    [[-0.0387073644, -0.0601546466, -0.000550269964], [0.0445670523, 0.039725922, 0.000710966764]],
    [[-0.0638048723, -0.223840728, -0.000713261834], [0.0943699256, 0.0985926315, 0.00020255195]],
    [[-0.0302710701, -0.039319545, -8.2408651e-06], [0.0161131397, 0.0292906128, 3.44733417e-06]],
    [[-0.0295799859, -0.0539318882, -0.000174219604], [0.0523825921, 0.107065082, 0.000661510974]],
    [[-0.0292359516, -0.0153050944, -6.30460854e-05], [0.00285718683, 0.00832320191, 0.000239314613]],
    [[-0.00556493877, -0.0234344602, -0.000126858242], [0.0257947259, 0.0160935968, 2.41853559e-05]],
    [[-0.0437593013, -0.0277768299, -0.0270503685], [0.0490833223, 0.034390308, 0.0322353356]],
    [[-0.0176926646, -0.0191676542, -0.000115090821], [0.0144766076, 0.0339248963, 0.000142291479]],
    [[-0.00834268332, -0.0039977557, -3.27481248e-05], [0.000875749043, 0.00682212645, 2.76097053e-05]],
    [[-0.0340162888, -0.0281868968, -0.000196679524], [0.0186958015, 0.0384016186, 7.33085908e-05]],
    [[-0.029185541, -0.0397511162, -2.81230678e-05], [0.0201714113, 0.0490544215, 2.34028921e-05]],
    [[-0.0150395725, -0.0249494594, -9.42573533e-05], [0.0246518422, 0.0329151377, 3.4857163e-05]],
    [[-0.0167938769, -0.0200953931, -0.000400750607], [0.0222457591, 0.0121796541, 0.000156396593]],
    [[-0.0186435618, -0.0248535164, -0.0274416432], [0.0172109623, 0.0301626958, 0.0136556877]],
    [[-0.00461211195, -0.0121660791, -0.000293173041], [0.0183460284, 0.0161141958, 0.000287440169]],
    [[-0.0410017073, -0.074382402, -0.0442762971], [0.0357594155, 0.180554688, 0.0275554154]],
    [[-0.0190370996, -0.0374363363, -0.0134740388], [0.021745095, 0.0866811201, 0.0334241726]],
])


def similarity(points, places):
    """Least squares by the normal equations of x' = a x − b y + s, y' = b x + a y + t."""
    rows, right = [], []
    for (x, y), (u, v) in zip(points, places):
        rows += [[x, -y, 1, 0], [y, x, 0, 1]]
        right += [u, v]
    a, b, s, t = np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0]
    return np.array([[a, -b, s], [b, a, t]])


def inverse(matrix):
    return np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]


def warp(picture, matrix, width, height, edge):
    """Sampled bilinearly; beyond the picture its edge, or 0."""
    back = inverse(matrix)
    x, y = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    u = back[0, 0] * x + back[0, 1] * y + back[0, 2]
    v = back[1, 0] * x + back[1, 1] * y + back[1, 2]
    left, top = np.floor(u).astype(int), np.floor(v).astype(int)
    picture = picture.astype(np.float64).reshape(picture.shape[0], picture.shape[1], -1)

    def at(row, column):
        rows, columns = picture.shape[:2]
        found = picture[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)]
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        return found if edge else found * inside[..., None]

    fx, fy = (u - left)[..., None], (v - top)[..., None]
    above = at(top, left) * (1 - fx) + at(top, left + 1) * fx
    below = at(top + 1, left) * (1 - fx) + at(top + 1, left + 1) * fx
    return np.squeeze(above * (1 - fy) + below * fy)


def area(picture, side):
    return cv2.resize(picture.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)


class Face:
    def __init__(self, job, pictures):
        self.job = job
        self.pictures = pictures
        self.five = np.array(job["landmarks5"], np.float64)
        self.points = np.array(job["landmarks68"], np.float64)

    def picture(self, key):
        return self.pictures[key].astype(np.float64)

    def crop(self, picture, template, side, spread=1.0):
        five = (self.five - self.five[2]) * spread + self.five[2]
        matrix = similarity(five, np.array(TEMPLATES[template]) * side)
        return warp(picture, matrix, side, side, True), matrix

    def run(self, name, tensors):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        file = pathlib.Path(self.job["models"]) / (name + ".onnx")
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        kinds = {"tensor(float)": np.float32, "tensor(double)": np.float64}
        given = {i.name: np.asarray(tensors[i.name]).astype(kinds[i.type]) for i in session.get_inputs()}
        return session.run(None, given)

    def paste(self, picture, crop, mask, matrix):
        height, width = picture.shape[:2]
        back = inverse(matrix)
        side = crop.shape[0]
        corners = np.array([[0, 0, 1], [side, 0, 1], [side, side, 1], [0, side, 1]]) @ back.T
        # FaceFusion's corners are whole numbers before their box is taken.
        left, top = np.clip(np.rint(corners).min(0).astype(int), 0, [width, height])
        right, bottom = np.clip(np.rint(corners).max(0).astype(int), 0, [width, height])
        back[:, 2] -= [left, top]
        share = np.clip(warp(mask, back, right - left, bottom - top, False), 0, 1)[..., None]
        over = warp(crop, back, right - left, bottom - top, True)
        result = picture.copy()
        part = picture[top:bottom, left:right]
        result[top:bottom, left:right] = part * (1 - share) + over * share
        return result


def planes(picture):
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None]).astype(np.float32)


def box_mask(side, blur):
    amount = int(side * 0.5 * blur)
    rim = max(amount // 2, 1)
    mask = np.zeros((side, side), np.float32)
    mask[rim:-rim, rim:-rim] = 1
    return cv2.GaussianBlur(mask, (0, 0), amount * 0.25) if amount > 0 else mask


def occlusion(face, crop, name):
    """Where an occluder sees the face; it is shown blue first."""
    seen = cv2.resize((crop[..., ::-1] / 255).astype(np.float32), (256, 256))[None]
    seen = cv2.resize(face.run(name, {"input": seen})[0][0].clip(0, 1), crop.shape[1::-1])
    return (cv2.GaussianBlur(seen, (0, 0), 5).clip(0.5, 1) - 0.5) * 2


def restorer(face, settings):
    picture = face.picture("picture")
    crop, matrix = face.crop(picture, settings["template"], settings["side"])
    mask = box_mask(settings["side"], settings["blur"])
    if "occluder" in settings:
        mask = np.minimum(mask, occlusion(face, crop, settings["occluder"]))
    result = face.run(
        settings["model"], {"input": planes(crop / 127.5 - 1), "weight": np.array([settings["weight"]])})[0][0]
    restored = (np.clip(result, -1, 1).transpose(1, 2, 0) + 1) * 127.5
    pasted = face.paste(picture, restored, mask, matrix)
    return picture * (1 - settings["blend"]) + pasted * settings["blend"]


def seen(crop):
    return planes((crop[::2, ::2] + crop[1::2, ::2] + crop[::2, 1::2] + crop[1::2, 1::2]) / 4 / 255)


def motion(face, crop):
    pitch, yaw, roll, scale, shift, expression, points = face.run(
        "live_portrait_motion_extractor", {"input": seen(crop)})
    return [float(pitch), float(yaw), float(roll)], scale, shift, expression, points


def turned(points, angles):
    """About x by pitch, y by yaw, z by roll, each about the axes of the room."""
    (cx, sx), (cy, sy), (cz, sz) = [(np.cos(a), np.sin(a)) for a in np.radians(angles)]
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.einsum("ij,bnj->bni", about_z @ about_y @ about_x, points)


def limited(expression):
    return np.clip(expression, LIMITS[:, 0], LIMITS[:, 1])


def drawn(face, crop, wanted, present):
    features = face.run("live_portrait_feature_extractor", {"input": seen(crop)})[0]
    result = face.run(
        "live_portrait_generator", {"feature_volume": features, "source": wanted, "target": present})[0][0]
    return result.clip(0, 1).transpose(1, 2, 0) * 255


def expression_restorer(face, settings):
    picture = face.picture("picture")
    before, _ = face.crop(face.picture("original"), "arcface_128", 512)
    crop, matrix = face.crop(picture, "arcface_128", 512)
    target = motion(face, before)[3]
    angles, scale, shift, own, points = motion(face, crop)
    wanted = own.copy()
    groups = {"upper_face": [1, 2, 6, 10, 11, 12, 13, 15, 16], "lower_face": [3, 7, 14, 17, 18, 19, 20]}
    factor = settings["factor"] * 1.2
    for area in settings["areas"]:
        which = groups[area]
        wanted[:, which] = target[:, which] * factor + own[:, which] * (1 - factor)
    # Points that no area holds mix with themselves, which leaves them.
    head = turned(points, angles)
    result = drawn(
        face, crop, scale * (head + limited(wanted)) + shift, scale * (head + own) + shift)
    return face.paste(picture, result, box_mask(512, 0.3), matrix)


def ratio(points, top, bottom, left, right):
    return np.linalg.norm(points[top] - points[bottom]) / (np.linalg.norm(points[left] - points[right]) + 1e-6)


def within(angle, start, limit):
    return np.clip(angle, min(start, -limit) if start < 0 else -limit, limit if start < 0 else max(start, limit))


def face_editor(face, settings):
    picture = face.picture("picture")
    crop, matrix = face.crop(picture, "ffhq_512", 512, 1.5)
    edits = settings["edits"]
    angles, scale, shift, own, rest = motion(face, crop)
    present = scale * (turned(rest, angles) + own) + shift
    wanted = own.copy()
    for name, value in edits.items():
        for point, axis, amount in BOTH_WAYS.get(name, (UP if value > 0 else DOWN).get(name, [])):
            wanted[0, point, axis] += amount * value
    turns = [-20 * edits.get("head_pitch", 0), -60 * edits.get("head_yaw", 0), 15 * edits.get("head_roll", 0)]
    turns = [within(a + t, a, limit) for a, t, limit in zip(angles, turns, (30, 60, 20))]
    wanted = scale * (turned(rest, turns) + limited(wanted)) + shift
    points, eyes, lips = face.points, edits.get("eye_open_ratio", 0), edits.get("lip_open_ratio", 0)
    told = [ratio(points, 37, 40, 39, 36), ratio(points, 43, 46, 45, 42), 0 if eyes < 0 else 0.6]
    moves = face.run("live_portrait_eye_retargeter", {"input": np.concatenate([present.ravel(), told])[None]})[0]
    wanted = wanted + moves.reshape(1, 21, 3) * abs(eyes)
    told = [ratio(points, 62, 66, 54, 48), 0 if lips < 0 else 1]
    moves = face.run("live_portrait_lip_retargeter", {"input": np.concatenate([present.ravel(), told])[None]})[0]
    wanted = wanted + moves.reshape(1, 21, 3) * abs(lips)
    wanted = face.run("live_portrait_stitcher", {"source": wanted, "target": present})[0]
    return face.paste(picture, drawn(face, crop, wanted, present), box_mask(512, 0.3), matrix)


def fran(face, settings):
    picture = face.picture("picture")
    crop, matrix = face.crop(picture, "ffhq_512", 1024)
    ages = np.clip(np.array([settings["age"], settings["age"] + 100 * settings["direction"]]) / 100, 0, 1)
    result = face.run("fran", {"target": planes(crop / 255), "direction": ages})[0][0]
    return face.paste(picture, result.transpose(1, 2, 0).clip(0, 1) * 255, box_mask(1024, 0.3), matrix)


def broad_colors(source, picture):
    """The picture plus what the source differs by on grids of 16, 352 and 688, and at last of all pixels."""
    for grid in [16, 352, 688, 1024]:
        difference = area(source, grid) - area(picture, grid)
        source = np.clip(picture + cv2.resize(difference, (1024, 1024), interpolation=cv2.INTER_CUBIC), 0, 255)
    return source


def styleganex_age(face, settings):
    picture = face.picture("picture")
    near, _ = face.crop(picture, "ffhq_512", 256)
    wide, matrix = face.crop(picture, "styleganex_384", 384, 0.875)
    result = face.run("styleganex_age", {
        "target": planes(near / 127.5 - 1), "target_with_background": planes(wide / 127.5 - 1),
        "direction": np.array(-2.5 * settings["direction"])})[0][0]
    aged = area((np.clip(result, -1, 1).transpose(1, 2, 0) + 1) * 127.5, 1024)
    aged = broad_colors(wide, aged)
    mask = cv2.resize(box_mask(384, 0.3), (1024, 1024))
    return face.paste(picture, aged, mask, matrix * (1024 / 384))


def percent(settings, *names):
    return {name: 100 * settings[name] for name in names if name in settings}


def rounded(job, pictures, settings):
    """The same, as FaceFusion cuts it."""
    arrays = {
        "frame": pictures["picture"][..., ::-1], "target_frame": pictures["original"][..., ::-1],
        "landmarks5": np.array(job["landmarks5"], np.float64), "landmarks68": np.array(job["landmarks68"], np.float64)}
    arrays = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
    networks = facefusion_reference.Networks(job["models"])
    step = job["step"]
    if step == "restorer":
        way, told = facefusion_reference.restored, {**settings, "family": settings["model"], **percent(settings, "blend")}
    elif step == "expression_restorer":
        areas = [area.replace("_", "-") for area in settings["areas"]]
        way, told = facefusion_reference.expression_restored, {**percent(settings, "factor"), "areas": areas}
    elif step == "face_editor":
        way, told = facefusion_reference.edited, settings["edits"]
    else:
        way, told = facefusion_reference.stage_age, {**settings, "family": step, **percent(settings, "direction")}
    return way(networks, told, arrays)["pasted"][..., ::-1]


STEPS = {step.__name__: step for step in (restorer, expression_restorer, face_editor, fran, styleganex_age)}


def main():
    folder = pathlib.Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text())
    pictures = {name: np.load(folder / (name + ".npy")) for name in ("picture", "original")}
    results = {
        "exact": STEPS[job["step"]](Face(job, pictures), job["settings"]),
        "rounded": rounded(job, pictures, job["settings"])}
    for name, picture in results.items():
        np.save(folder / (name + ".npy"), np.ascontiguousarray(picture / 255, np.float32))


if __name__ == "__main__":
    main()
