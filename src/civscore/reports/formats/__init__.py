"""Report formats – one file each, found by the name given to `--format`.

A format has `render(assessment, language)` for the whole and `render_gaps(assessment, tiers,
language)` for the gaps alone; both give the text.
"""

from typing import Final

ROOM: Final = __name__
