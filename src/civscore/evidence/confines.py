"""Paths confined to the bundle: relative, and inside it with every symbolic link followed."""

import os
import re
from pathlib import Path
from typing import Final

_OUTWARD: Final = re.compile(r"[/\\]|[A-Za-z]:|(.*[/\\])?\.\.([/\\]|$)|.*\0", re.DOTALL)
"""From a root or drive, upwards, or no name at all: on this system or on the others."""


class Confines:
    """The folder of a bundle. Where its own folders lead is looked up once each."""

    def __init__(self, folder: Path) -> None:
        self._inside = folder.resolve()
        self._known: dict[str, bool] = {}

    def hold(self, name: str) -> bool:
        """Whether a name as it is written in the bundle stays in the folder."""
        if _OUTWARD.match(name):
            return False
        parent, _, last = name.rpartition("/")
        if parent not in self._known:
            self._known[parent] = self._leads_inside(parent)
        is_plain = last not in {"", "."} and not (self._inside / name).is_symlink()
        return self._known[parent] and (is_plain or self._leads_inside(name))

    def _leads_inside(self, name: str) -> bool:
        try:
            return Path(os.path.realpath(self._inside / name)).is_relative_to(self._inside)
        except OSError:
            return False
