"""Pictures of kinds that our own encoders do not write: `check_pictures.py FOLDER`, with Pillow.

grey.png, cmyk.jpg and plain.jpg without a profile; adobe.jpg, whose Exif says that its colours are Adobe RGB's; and
loose.jpg, whose Exif says that they are not calibrated, as exiftool writes where it knows nothing.
"""

import sys
from pathlib import Path

from PIL import Image

folder = Path(sys.argv[1])
picture = Image.effect_mandelbrot((192, 128), (-2, -1.2, 1, 1.2), 40)
colour = Image.merge("RGB", [picture, picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM), picture])
colour.paste((0, 90, 90), (0, 0, 32, 32))
colour.convert("L").save(folder / "grey.png")
colour.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
colour.save(folder / "plain.jpg", quality=95)
for name, interoperability in [("adobe.jpg", {1: "R03"}), ("loose.jpg", None)]:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 65535
    if interoperability:
        exif.get_ifd(0x8769)[0xA005] = interoperability
    colour.save(folder / name, quality=95, exif=exif)
