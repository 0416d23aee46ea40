"""A first text to go on from: a standard that teaches, a bundle to fill in."""

import json


def quoted(text: str) -> str:
    """A text as a TOML string."""
    return json.dumps(text, ensure_ascii=False)
