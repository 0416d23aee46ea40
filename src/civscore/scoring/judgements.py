"""Conditions of a tier that hold or do not, without a number."""

from collections.abc import Mapping
from typing import Final

from civscore.sentences import say
from civscore.standard.demands import Judgement, Status

_WORDS: Final[Mapping[str, Mapping[Status, tuple[str, str]]]] = {
    "control": {
        "reached": ("满足", "met"),
        "possible": ("待证", "unproven"),
        "out_of_reach": ("未满足", "not met"),
    },
    "veto": {
        "reached": ("未触发", "clear"),
        "possible": ("未能认定", "unknown"),
        "out_of_reach": ("已触发", "triggered"),
    },
    "gate": {
        "reached": ("已过", "open"),
        "possible": ("未能认定", "unknown"),
        "out_of_reach": ("未过", "shut"),
    },
    "title": {
        "reached": ("没有达到", "none reached"),
        "possible": ("可能达到", "one may be reached"),
        "out_of_reach": ("已经达到", "one is reached"),
    },
}
_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "control": ("控制项", "control"),
    "veto": ("一票否决", "veto"),
    "gate": ("门槛", "gate"),
    "title": ("称号等级", "a title"),
}


def judgement(kind: str, subject: str, title: str, status: Status) -> Judgement:
    """A condition that holds or does not, without a number."""
    words = _WORDS[kind]
    need = say(*words["reached"])
    could = need if status != "out_of_reach" else say(*words["out_of_reach"])
    because = say(
        "{kind}{of}：{state}",
        "{kind}{of}: {state}",
        kind=say(*_NAMES[kind]), of=f" {subject} {title}" if subject else "",
        state=say(*words[status]),
    )  # fmt: skip
    return Judgement(kind, subject, need, say(*words[status]), could, status, because)
