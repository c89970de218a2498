"""Draws the photographs of the sample archive into photos/; run by hand, since encoders differ in their bytes."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw

TAKEN_AT, DIGITIZED_AT, EXIF = 0x9003, 0x9004, 0x8769


def draw(name: str) -> Image.Image:
    """A room with a banner and people, different for every name."""
    dice = random.Random(name)
    wall = tuple(dice.randint(170, 235) for _ in range(3))
    image = Image.new("RGB", (240, 160), wall)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 110, 240, 160), fill=tuple(dice.randint(90, 160) for _ in range(3)))
    pen.rectangle((30, 12, 210, 34), fill=(190, 20, 30))
    for step in range(40, 200, dice.randint(14, 22)):
        pen.rectangle((step, 18, step + 9, 28), fill=(250, 210, 60))
    for _ in range(dice.randint(7, 14)):
        x, y = dice.randint(10, 215), dice.randint(78, 120)
        pen.ellipse((x + 4, y - 16, x + 18, y), fill=(235, 195, 165))
        pen.rectangle((x, y, x + 22, y + 34), fill=tuple(dice.randint(20, 200) for _ in range(3)))
    return image


def main(folder: Path, names: list[str]) -> None:
    """Draw one file per name; a name begins with the day, MM-DD."""
    folder.mkdir(exist_ok=True)
    for name in names:
        image = draw(name)
        exif = Image.Exif()
        taken = f"2025:{name[:2]}:{name[3:5]} 15:40:00"
        exif.get_ifd(EXIF).update({TAKEN_AT: taken, DIGITIZED_AT: taken})
        image.save(folder / f"{name}.jpg", quality=60, exif=exif)


if __name__ == "__main__":
    main(Path(__file__).with_name("photos"), sys.argv[1:])
