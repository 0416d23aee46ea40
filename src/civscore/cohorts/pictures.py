"""One picture shown by several communities: told by its digest, wherever it lies and is called.

Only pictures of the same size are read whole, so that looking at many communities stays quick.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from civscore.diagnostics import Diagnostic, fault
from civscore.evidence.attachments import Attachments, Beside
from civscore.evidence.auditing import PICTURES
from civscore.evidence.model import Bundle, Community, Piece
from civscore.evidence.readers import USUAL, Limits, open_bundle
from civscore.standard.document import Document, Entry
from civscore.values import Value

PICTURE_OF_ANOTHER: Final = fault(
    "picture-of-another",
    (
        "与{name}（{id}）的 {piece} 是同一张照片：“{file}”",
        "the same picture as {piece} of {name} ({id}): “{file}”",
    ),
    ("请核对照片拍的是哪个社区", "check which community it was taken in"),
    severity="warning",
    why=(
        "一张照片不会同时拍到两个社区；多半是相互借用，或者放错了文件夹",
        "a picture is of one place; it was borrowed, or put into the wrong folder",
    ),
)


class Picture(Value):
    """A picture among the evidence of a community."""

    path: Path
    community: Community
    piece: Piece
    size: int
    entry: Entry
    """Where the piece is written."""


def pictures_in(path: Path, document: Document, bundle: Bundle) -> tuple[Picture, ...]:
    """The pictures of a bundle that lies at a path; an archive is closed after that."""
    files: Attachments = document.files or Beside(bundle.folder)
    document.files = None
    return tuple(
        Picture(path, bundle.community, shown.piece, files.size(shown.piece.file), place)
        for number, shown in enumerate(bundle.pieces)
        if shown.state == "present" and shown.piece.kind in PICTURES
        for place in (document.entry("evidence", number),)
    )


def shared(pictures: Iterable[Picture], limits: Limits = USUAL) -> Iterator[Diagnostic]:
    """A finding for each picture that another community has shown before, at its place."""
    by_size: dict[int, list[Picture]] = {}
    for one in pictures:
        by_size.setdefault(one.size, []).append(one)
    alike = (those for those in by_size.values() if len({one.community.id for one in those}) > 1)
    files_of = cache(lambda path: _files(path, limits))
    for those in alike:
        first: dict[str, Picture] = {}
        for one in those:
            earlier = first.setdefault(_digest(files_of(one.path), one), one)
            if earlier.community.id != one.community.id:
                yield _said(one, earlier)


def _files(path: Path, limits: Limits) -> Attachments:
    document = open_bundle(path, limits)
    return document.files or Beside(Path(document.file).parent)


def _digest(files: Attachments, one: Picture) -> str:
    """Its digest; of one that is not there any more a text nobody else has."""
    try:
        return files.digest(one.piece.file) or f"{one.path}/{one.piece.file}"
    except OSError:
        return f"{one.path}/{one.piece.file}"


def _said(one: Picture, earlier: Picture) -> Diagnostic:
    values: dict[str, object] = {
        "name": earlier.community.name,
        "id": earlier.community.id,
        "piece": earlier.piece.id,
        "file": one.piece.file,
    }
    place = one.entry.at("file")
    return Diagnostic(PICTURE_OF_ANOTHER, place.document.value_at(place.path), values)
