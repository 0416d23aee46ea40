"""Texts that have to say something or follow a pattern: titles, names of folders, digests."""

import re
from typing import Annotated, Any, Final, TypeAlias

from civscore.standard.numbers import Check, RefusedError, read_text

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EDITION: Final = re.compile(r"\w[\w.-]*")
_SHA256: Final = re.compile(r"([0-9a-f]{64})?")


def _read_title(value: Any) -> str:
    if not read_text(value).strip():
        raise RefusedError("empty_text")
    return str(value)


def _read_slug(value: Any) -> str:
    if not _SLUG.fullmatch(read_text(value)):
        raise RefusedError("not_a_slug")
    return str(value)


def _read_edition(value: Any) -> str:
    if not _EDITION.fullmatch(read_text(value)):
        raise RefusedError("not_an_edition")
    return str(value)


def _read_digest(value: Any) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise RefusedError("not_a_digest")
    return value


def _like(pattern: str) -> tuple[tuple[str, str], ...]:
    return (("pattern", pattern),)


Title: TypeAlias = Annotated[str, Check(_read_title, "string", _like(r"\S"))]
"""A text that says something: an id or a title."""

Slug: TypeAlias = Annotated[str, Check(_read_slug, "string", _like(f"^{_SLUG.pattern}$"))]
"""A name for a folder: lower-case letters, digits and hyphens."""

Edition: TypeAlias = Annotated[str, Check(_read_edition, "string", _like(f"^{_EDITION.pattern}$"))]
"""The name of a dated version: no spaces, no slashes."""

Digest: TypeAlias = Annotated[str, Check(_read_digest, "string", _like(f"^{_SHA256.pattern}$"))]
"""A SHA-256 in hexadecimal, or none."""
