"""Small pictures of the photographs among the evidence, to stand inside a document.

A picture that cannot be read, or whose file lies in an archive, is left out: its name is there
all the same. Together they stay small enough for the document to be sent on.
"""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from civscore.evidence.model import Bundle

SIDE: Final = 128
"""Pixels of the longer side."""

ALL_TOGETHER: Final = 60_000
"""Bytes of all of them, as they stand in the document."""

LARGEST: Final = 12_000_000
"""Pixels that are unpacked; a larger JPEG is read at a fraction of its size, any other left out."""

_ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"})


def of(bundle: Bundle) -> Mapping[str, str]:
    """Pictures as data addresses, by the id of their piece; none if Pillow is not installed."""
    found: dict[str, str] = {}
    room = ALL_TOGETHER
    for shown in bundle.pieces:
        piece = shown.piece
        is_picture = Path(piece.file).suffix.lower() in _ENDINGS
        if shown.state == "present" and is_picture and piece.id:
            made = _small(bundle.folder / piece.file)
            if made and len(made) <= room:
                room -= len(made)
                found[piece.id] = made
    return found


def _small(file: Path) -> str:
    try:
        from PIL import Image, ImageOps
    except ModuleNotFoundError:
        return ""
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > LARGEST:
                picture.draft("RGB", (8 * SIDE, 8 * SIDE))
            if picture.width * picture.height > LARGEST:
                return ""
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
            made = BytesIO()
            upright.save(made, "JPEG", quality=55)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return f"data:image/jpeg;base64,{b64encode(made.getvalue()).decode()}"
