"""The portal's pictures: plain shapes in colours that follow from their names."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from scraper.demo.chance import dice


@lru_cache(maxsize=256)
def picture(name: str, width: int = 320, height: int = 200, kind: str = "JPEG") -> bytes:
    """Return an image file of that size, always the same for its name."""
    rng = dice("picture", name)
    image = Image.new("RGB", (width, height), tuple(rng.choices(range(120, 256), k=3)))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = rng.randrange(width), rng.randrange(height)
        box = (x, y, x + width // 3, y + height // 3)
        draw.ellipse(box, fill=tuple(rng.choices(range(256), k=3)))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()
