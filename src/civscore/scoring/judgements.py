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
        "reached": ("没有达到称号", "no title reached"),
        "possible": ("可能达到称号", "a title may be reached"),
        "out_of_reach": ("只限没有达到称号的，现已达到", "only without a title; one is reached"),
    },
}
_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "control": ("控制项", "control"),
    "veto": ("一票否决", "veto"),
    "gate": ("门槛", "gate"),
}


def judgement(kind: str, subject: str, title: str, status: Status) -> Judgement:
    """A condition that holds or does not, without a number."""
    words = _WORDS[kind]
    need = say(*words["reached"])
    could = need if status != "out_of_reach" else say(*words["out_of_reach"])
    because = say(*words[status]) if kind == "title" else say(
        "{kind}{of}：{state}",
        "{kind}{of}: {state}",
        kind=say(*_NAMES[kind]), of=f" {subject} {title}" if subject else "",
        state=say(*words[status]),
    )  # fmt: skip
    return Judgement(kind, subject, need, say(*words[status]), could, status, because)
