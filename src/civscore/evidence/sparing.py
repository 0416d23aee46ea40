"""Numbers by which a person is known, wherever in a bundle somebody wrote them.

A bundle is about places and ledgers; whoever reads it later needs nobody's number.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from civscore.diagnostics import fault
from civscore.personal import Kind, masked, numbers_in
from civscore.sentences import Sentence, verbatim
from civscore.standard.contents import Path
from civscore.standard.document import Document

PERSONAL: Final = fault(
    "personal-number",
    ("这里有{kind}：{number}", "{kind} is written here: {number}"),
    (
        "请删去，或只留前三位和后两位；报告里已遮住",
        "remove it, or keep the first three and last two digits; reports cover it",
    ),
    severity="warning",
    why=(
        "佐证包要交给考评的人，结果要公示；不需要谁的号码",
        "a bundle is handed on and results are published; nobody's number is needed for that",
    ),
)
_KINDS: Final[Mapping[Kind, Sentence]] = {
    "identity": verbatim("身份证号", "an identity card number"),
    "mobile": verbatim("手机号码", "a mobile phone number"),
    "landline": verbatim("电话号码", "a telephone number"),
    "card": verbatim("银行卡号", "a bank card number"),
}


def look_for_numbers(document: Document) -> None:
    """Note every such number in the texts of a bundle, each at its place."""
    for path, text in _texts(document.data, ()):
        for one in numbers_in(text):
            number = masked(text[one.start : one.end])
            told: dict[str, object] = {"kind": _KINDS[one.kind], "number": number}
            document.entry(*path).report_within(PERSONAL, one.start, told)


def _texts(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a parsed one, and the way to it."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, (*path, number))
