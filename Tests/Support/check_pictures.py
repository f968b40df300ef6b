"""Pictures of kinds that our own encoders do not write: `check_pictures.py FOLDER`, with Pillow.

grey.png, cmyk.jpg and plain.jpg without a profile, and adobe.jpg, whose Exif says that its colours are not sRGB's.
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
exif = Image.Exif()
exif.get_ifd(0x8769)[0xA001] = 65535
colour.save(folder / "adobe.jpg", quality=95, exif=exif)
