"""The peer of `likeness bench swap`, which hands this program to the Python of Scripts/bench_peers.sh.

OpenCV and ONNX Runtime do what Likeness does: read a picture, align and cut the face, run the network, lay the result
back through a box mask, write a PNG. One request a line comes in, one answer a line goes out, both JSON.

    {"do": "load", "network": "n.onnx", "template": [[x, y], ...], "landmarks": [[x, y], ...], "embedding": [...],
     "side": 128, "blur": 0.3, "threads": 2}                    -> {"version": "1.32.0", "milliseconds": 2512.5}
    {"do": "run", "picture": "in.png", "result": "out.png"}     -> {"milliseconds": 1412.5, "network": 1300.2,
                                                                    "cpu": 2712.1, "bytes": 1200000000}
    {"do": "compare", "picture": "a.png", "result": "b.png"}    -> {"difference": 1}

Points are pixels from the centre of the first one; the template's are shares of the crop's side. What goes wrong is
answered as {"error": "..."}.
"""

import json
import os
import resource
import sys
import time

import cv2
import numpy as np
import onnx
import onnxruntime


class Swapper:
    def __init__(self, request):
        cv2.setNumThreads(request["threads"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = request["threads"]
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(request["network"], options, providers=["CPUExecutionProvider"])
        self.side = request["side"]
        self.template = np.array(request["template"]) * self.side
        self.landmarks = np.array(request["landmarks"])
        embedding = np.array(request["embedding"], np.float32)[None]
        emap = onnx.numpy_helper.to_array(onnx.load(request["network"]).graph.initializer[-1])
        self.source = embedding @ emap / np.linalg.norm(embedding)
        # The mask is the same for every picture.
        amount = int(self.side * 0.5 * request["blur"])
        rim = max(amount // 2, 1)
        mask = np.zeros((self.side, self.side), np.float32)
        mask[rim:-rim, rim:-rim] = 1
        self.mask = cv2.GaussianBlur(mask, (0, 0), amount * 0.25)

    def swap(self, frame):
        """Returns the picture and the seconds in the network."""
        side = (self.side, self.side)
        matrix, _ = cv2.estimateAffinePartial2D(
            self.landmarks, self.template, method=cv2.RANSAC, ransacReprojThreshold=100)
        crop = cv2.warpAffine(frame, matrix, side, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        target = (crop[:, :, ::-1].astype(np.float32) / 255).transpose(2, 0, 1)[None]
        start = time.perf_counter()
        drawn = self.session.run(None, {"target": np.ascontiguousarray(target), "source": self.source})[0][0]
        took = time.perf_counter() - start
        drawn = drawn.transpose(1, 2, 0).clip(0, 1)[:, :, ::-1] * 255
        return self.pasted(frame, np.ascontiguousarray(drawn), matrix), took

    def pasted(self, frame, crop, matrix):
        back = cv2.invertAffineTransform(matrix)
        corners = np.array([[0, 0], [self.side, 0], [self.side, self.side], [0, self.side]], np.float64)
        corners = np.rint(corners @ back[:, :2].T + back[:, 2]).astype(int)
        limits = np.array(frame.shape[1::-1])
        left, top = np.clip(corners.min(0), 0, limits)
        right, bottom = np.clip(corners.max(0), 0, limits)
        back[:, 2] -= left, top
        size = (int(right - left), int(bottom - top))
        cover = cv2.warpAffine(self.mask, back, size).clip(0, 1)[:, :, None]
        laid = cv2.warpAffine(crop, back, size, borderMode=cv2.BORDER_REPLICATE)
        result = frame.copy()
        under = result[top:bottom, left:right]
        result[top:bottom, left:right] = (under * (1 - cover) + laid * cover).astype(np.uint8)
        return result


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


swapper = None


def answer(request):
    global swapper
    start, before = time.perf_counter(), processor_seconds()
    if request["do"] == "load":
        swapper = Swapper(request)
        return {"version": onnxruntime.__version__, "milliseconds": (time.perf_counter() - start) * 1000}
    if request["do"] == "run":
        result, network = swapper.swap(cv2.imread(request["picture"], cv2.IMREAD_COLOR))
        if not cv2.imwrite(request["result"], result):
            raise OSError(f"{request['result']} cannot be written")
        took = time.perf_counter() - start
        return {
            "milliseconds": took * 1000, "network": network * 1000, "cpu": (processor_seconds() - before) * 1000,
            "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
    if request["do"] == "compare":
        pictures = [cv2.imread(request[name], cv2.IMREAD_COLOR).astype(int) for name in ("picture", "result")]
        return {"difference": int(np.abs(pictures[0] - pictures[1]).max())}
    raise ValueError(f"unknown request: {request['do']}")


def main():
    # What a library prints must not stand between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            given = answer(json.loads(line))
        except Exception as error:
            given = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(given), file=answers, flush=True)


if __name__ == "__main__":
    main()
