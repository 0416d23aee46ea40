"""What a requirement asks for, in words."""

from typing import Final

from civscore.sentences import Sentence, plain, say
from civscore.standard.clauses import EVIDENCE_KINDS, Requirement

_PICTURES: Final = {"photo": ("照片", "photo"), "screenshot": ("截图", "screenshot")}
"""What a title has to say, or it sounds as if the thing itself were lacking."""


def described(requirement: Requirement) -> Sentence:
    """What a requirement asks for, in words."""
    what = plain(requirement.title) if requirement.title else say(*EVIDENCE_KINDS[requirement.kind])
    zh, en = _PICTURES.get(requirement.kind, ("", ""))
    if requirement.title and zh and zh not in requirement.title:
        what = say("{t}{zh}", "{t} ({en})", t=requirement.title, zh=zh, en=en)
    if requirement.system:
        what = say("{s}中的{w}", "{w} in {s}", s=requirement.system, w=what)
    if requirement.issuer:
        what = say("{i}出具的{w}", "{w} by {i}", i=requirement.issuer, w=what)
    if requirement.keeper:
        what = say("{w}（存于{k}）", "{w} (kept by {k})", w=what, k=requirement.keeper)
    return what
