"""What if: a bundle with some facts taken to be otherwise than recorded.

Evidence stays as it is: a fact that is only supposed to be better is proven no better than before.
"""

from collections.abc import Sequence

import tomli

from civscore.evidence.model import Bundle
from civscore.evidence.reading import read_records
from civscore.sentences import plain, say
from civscore.standard.document import parse_document
from civscore.standard.plan import Plan
from civscore.values import replaced

PLACE = "--set"
"""Where faults of what is supposed are said to be; the line is the number of the setting."""


def suppose(plan: Plan, bundle: Bundle, settings: Sequence[tuple[str, str]]) -> Bundle:
    """The bundle with facts, by name, recorded as these values of TOML, or as a bare word.

    Raises:
        Faulty: if a fact is unknown or a value is not of its kind, with every such fault at once.
    """
    lines = [f"facts.{name} = {_written(value)}" for name, value in settings]
    document = parse_document("\n".join(lines).encode(), PLACE)
    declared, place = document.data.get("facts", {}), document.entry("facts")
    records = read_records(declared, place, plan, bundle.head)
    document.raise_errors()
    said = tuple(plain(f"{name} = {value}") for name, value in settings)
    supposed = say("假设：{what}", "supposing: {what}", what=said)
    everything = {**bundle.records, **records}
    return replaced(
        bundle,
        records=everything,
        supposed=(*bundle.supposed, supposed),
        settings=(*bundle.settings, *settings),
    )


def _written(value: str) -> str:
    """The value as TOML; a word that is none is a text."""
    try:
        tomli.loads(f"value = {value}")
    except tomli.TOMLDecodeError:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value if "\n" not in value else '""'
