"""What a picture shows, however it is packed."""

from __future__ import annotations

import io

from PIL import Image


def pixels(png: bytes) -> tuple[tuple[int, int], bytes]:
    """Return the size of a picture and its colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return picture.size, picture.tobytes()
