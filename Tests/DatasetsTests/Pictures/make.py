"""Makes the picture files of this folder and, with Pillow, the pixels they stand for (.bin).

Run with Pillow 13.0 and SciPy from this folder; the files are committed, so that the tests need no Python.
"""
import struct
import zlib

import numpy
import scipy.io
from PIL import Image

HEIGHT, WIDTH = 7, 9


def pixel(y, x):
    return ((x * 29 + y * 3) % 256, (y * 37 + 11) % 256, (x * y * 5 + 40) % 256)


def save(name, image, expected=None, **options):
    image.save(name, **options)
    if expected is None:
        expected = Image.open(name)
    with open(name + ".bin", "wb") as file:
        file.write(expected.tobytes())


colour = Image.new("RGB", (WIDTH, HEIGHT))
colour.putdata([pixel(y, x) for y in range(HEIGHT) for x in range(WIDTH)])
grey = colour.convert("L")
save("colour.png", colour)
save("grey.png", grey)
save("luma.png", colour, grey)

alpha = colour.copy()
alpha.putalpha(grey)
save("alpha.png", alpha, colour)

palette = Image.new("P", (WIDTH, HEIGHT))
palette.putpalette([v for i in range(16) for v in (i * 16, 255 - i * 3, (i * 77) % 256)])
palette.putdata([(x * 5 + y) % 16 for y in range(HEIGHT) for x in range(WIDTH)])
save("palette.png", palette, palette.convert("RGB"), bits=4)

bilevel = grey.point(lambda v: 255 if v > 100 else 0).convert("1")
save("bilevel.png", bilevel, bilevel.convert("L"))


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, depth, colour_type, interlace, rows):
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def write(name, contents):
    with open(name, "wb") as file:
        file.write(contents)


# 16 bits a sample; the expected byte is the nearest one, round(v * 255 / 65535).
values = [[(y * 9000 + x * 517) % 65536 for x in range(WIDTH)] for y in range(HEIGHT)]
rows = b"".join(b"\0" + b"".join(struct.pack(">H", v) for v in row) for row in values)
write("sixteen.png", png(WIDTH, HEIGHT, 16, 0, 0, rows))
write("sixteen.png.bin", bytes((v * 255 + 32767) // 65535 for row in values for v in row))

# Adam7: seven passes over the grey picture (PNG specification, 8.1).
passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
          (1, 0, 2, 1)]
rows = b""
for top, left, down, right in passes:
    for y in range(top, HEIGHT, down):
        line = bytes(grey.getpixel((x, y)) for x in range(left, WIDTH, right))
        rows += b"\0" + line if line else b""
write("interlaced.png", png(WIDTH, HEIGHT, 8, 0, 1, rows))
write("interlaced.png.bin", grey.tobytes())

write("bomb.png", png(1_000_000, 1_000_000, 8, 2, 0, b"\0" * 100))
write("implausible.png", png(9000, 9000, 8, 2, 0, b"\0" * 100))

big = colour.resize((40, 24), Image.BICUBIC)
save("colour.jpg", big, quality=90)
save("sampled.jpeg", big, quality=75, subsampling="4:2:0")
save("progressive.jpg", big, quality=80, progressive=True)
save("lightness.jpg", big.convert("L"), quality=85)
inks = big.convert("CMYK")
save("inks.jpg", inks, quality=95)
write("inks.jpg.bin", Image.open("inks.jpg").convert("RGB").tobytes())
bomb = bytearray(open("colour.jpg", "rb").read())
frame = bomb.index(b"\xff\xc0")
bomb[frame + 5:frame + 9] = b"\xff\xff\xff\xff"
write("bomb.jpg", bytes(bomb))

# Resizing: the picture `big`, saved without loss, at other sizes; (height, width) in the name.
save("big.png", big)
for height, width in [(24, 13), (5, 40), (11, 17), (50, 90), (1, 1)]:
    resized = big.resize((width, height), Image.BILINEAR)
    write(f"resized-{height}x{width}.bin", resized.tobytes())
for height, width in [(11, 17), (50, 90)]:
    resized = big.resize((width, height), Image.BICUBIC)
    write(f"bicubic-{height}x{width}.bin", resized.tobytes())
# Torchvision's Resize(20) and CenterCrop(16) of a picture of 24x40: 20x33, then the middle.
scaled = big.resize((33, 20), Image.BICUBIC)
write("prepared-20-16.bin", scaled.crop((8, 2, 24, 18)).tobytes())
# torchvision's Resize(16) and CenterCrop(16): the shorter side, then the middle.
fitted = big.resize((16 * 40 // 24, 16), Image.BILINEAR)
left = round((fitted.width - 16) / 2)
write("covering-16x16.bin", fitted.crop((left, 0, left + 16, 16)).tobytes())

# Four synsets in the form of ILSVRC2012's meta.mat, two of them trained on, one a number the list lacks, one above them.
FIELDS = ["ILSVRC2012_ID", "WNID", "words", "gloss", "num_children", "children", "wordnet_height", "num_train_images"]
SYNSETS = [
    (1.0, "n02119789", "kit fox, Vulpes macrotis", "a fox", 0.0, numpy.zeros((0, 0)), 0.0, 1300.0),
    (2.0, "n02100735", "English setter", "a dog", 0.0, numpy.zeros((0, 0)), 0.0, 1300.0),
    (3.0, "n01440764", "tench, Tinca tinca", "a fish", 0.0, numpy.zeros((0, 0)), 0.0, 1300.0),
    (4.0, "n00001740", "entity", "all", 2.0, numpy.array([[1.0, 2.0]]), 19.0, 0.0),
]
synsets = numpy.zeros((len(SYNSETS), 1), dtype=[(field, object) for field in FIELDS])
for place, synset in enumerate(SYNSETS):
    synsets[place, 0] = synset
for name, packed in [("synsets.mat", True), ("synsets-plain.mat", False)]:
    scipy.io.savemat(name, {"synsets": synsets}, do_compression=packed)
# torchvision's Resize(20) and TenCrop(16): corners and middle, then those of the mirrored picture.
corners = [(0, 0), (17, 0), (0, 4), (17, 4), (8, 2)]
bilinear = big.resize((33, 20), Image.BILINEAR)
pictures = [bilinear, bilinear.transpose(Image.FLIP_LEFT_RIGHT)]
parts = [each.crop((x, y, x + 16, y + 16)) for each in pictures for x, y in corners]
write("ten-crops-20-16.bin", b"".join(part.tobytes() for part in parts))
