"""Why a piece of evidence does not count 不采信, one question after the other."""

from collections.abc import Callable, Mapping
from typing import Final

from civscore.evidence.model import Piece, Shown
from civscore.sentences import Sentence, say
from civscore.standard.clauses import Requirement
from civscore.standard.facts import Times


def refusal(requirement: Requirement, shown: Shown, times: Times) -> Sentence | None:
    """Why a piece does not count, if it does not."""
    piece = shown.piece
    if piece.state == "false":
        return say("查实为虚假", "found to be false")
    if shown.state != "present":
        return _FILES[shown.state](piece)
    if requirement.issuer and requirement.issuer not in piece.issuer:
        zh = "应由{wanted}出具，现为{found}"
        en = "to be issued by {wanted}, not {found}"
        return say(zh, en, wanted=requirement.issuer, found=piece.issuer or "—")
    return (
        _form_refusal(requirement, piece)
        or _notice_refusal(requirement, piece)
        or _quorum_refusal(requirement, piece)
        or _columns_refusal(requirement, piece)
        or _date_refusal(requirement, piece, times)
    )


def _columns_refusal(requirement: Requirement, piece: Piece) -> Sentence | None:
    """Every column that is asked for has to be there."""
    if requirement.columns and not piece.columns:
        return say("没有写明有哪几栏", "does not say what it states")
    missing = tuple(one for one in requirement.columns if one not in piece.columns)
    return say("缺“{c}”", "lacks {c}", c=missing) if missing else None


def _form_refusal(requirement: Requirement, piece: Piece) -> Sentence | None:
    if piece.form and piece.form in requirement.void:
        return say("{f}不计入", "{f} does not count", f=piece.form)
    return None


def _notice_refusal(requirement: Requirement, piece: Piece) -> Sentence | None:
    if requirement.announced is None or piece.announced is requirement.announced:
        return None
    if piece.announced is None:
        return say("没有写明是否事先通知", "does not say whether it was announced")
    if piece.announced:
        return say("事先通知过，不算暗访", "was announced beforehand")
    return say("没有事先通知", "was not announced beforehand")


def _quorum_refusal(requirement: Requirement, piece: Piece) -> Sentence | None:
    """Those present are compared with the share that must be, exactly."""
    quorum = requirement.present
    if quorum is None:
        return None
    if piece.present is None:
        return say("没有写实到和应到人数", "does not say how many were present, of how many")
    there, called = piece.present
    if there * quorum.of >= quorum.part * called:
        return None
    zh, en = "出席 {a}/{b}，不足 {p}/{n}", "{a} of {b} present, fewer than {p}/{n}"
    return say(zh, en, a=there, b=called, p=quorum.part, n=quorum.of)


_FILES: Final[Mapping[str, Callable[[Piece], Sentence]]] = {
    "missing": lambda piece: say("文件“{f}”不存在", "the file “{f}” is missing", f=piece.file),
    "changed": lambda piece: say(
        "文件“{f}”与登记的摘要不符", "the file “{f}” differs from its digest", f=piece.file
    ),
    "unattached": lambda _: say("只有登记，没有附文件", "listed without a file"),
}


def _date_refusal(requirement: Requirement, piece: Piece, times: Times) -> Sentence | None:
    needs_date = requirement.within is not None or requirement.per is not None
    if piece.date is None:
        return say("没有写日期", "has no date") if needs_date else None
    if piece.date > times.as_of:
        return say(
            "日期 {d} 晚于评定基准日 {day}", "dated {d}, after {day}", d=piece.date, day=times.as_of
        )
    if requirement.within is not None:
        earliest = requirement.within.before(times.as_of)
        if piece.date < earliest:
            zh = "日期 {d}，早于 {e}，已超过 {zh}"
            en = "dated {d}, before {e}: older than {en}"
            span = requirement.within
            return say(
                zh.replace("{zh}", span.zh), en.replace("{en}", span.en), d=piece.date, e=earliest
            )
    return None
