"""Formats of a comparison – one file each, found by the name given to `--format`.

A format has `render(difference, effect, language)`; the effect is None where no bundle was given.
"""

from typing import Final

ROOM: Final = __name__
