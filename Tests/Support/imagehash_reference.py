"""What Python's imagehash makes of pictures: `imagehash_reference.py PICTURE…` prints a line for each.

Two hashes a picture: of imagehash as it is, and of the same after our way of reducing it (Pillow's triangle filter).
"""

import sys

import imagehash
from PIL import Image, ImageOps

for name in sys.argv[1:]:
    picture = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
    small = picture.resize((32, 32), Image.Resampling.BILINEAR)
    print(imagehash.phash(picture), imagehash.phash(small))
