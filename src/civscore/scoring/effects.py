"""What vetoes do to tiers and to the total, when they are triggered and while that is open."""

from collections.abc import Iterator, Sequence

from civscore.exact import Ratio
from civscore.scoring.points import Scores
from civscore.scoring.sums import Sum
from civscore.scoring.vetoes import VetoResult
from civscore.sentences import Sentence, say
from civscore.standard.demands import Judgement, Status, status_of
from civscore.values import replaced


def emptied(scores: Scores, vetoes: Sequence[VetoResult]) -> Scores:
    """The scores, of which a veto that brings the total to nothing leaves nothing."""
    statuses = {one.status for one in vetoes if one.effect.kind == "zero"}
    if not statuses - {"clear"}:
        return scores
    is_certain = "triggered" in statuses
    base, bonus = (_emptied(one, is_certain=is_certain) for one in (scores.base, scores.bonus))
    return replaced(scores, base=base, bonus=bonus)


def said_of(vetoes: Sequence[VetoResult]) -> Iterator[Sentence]:
    """That the total is nothing, and by which veto."""
    for veto in vetoes:
        if veto.effect.kind == "zero" and veto.status == "triggered":
            zh, en = "因“{id} {t}”，总分按零分计", "“{id} {t}” brings the total to nothing"
            yield say(zh, en, id=veto.id, t=veto.clause.title)


def _emptied(points: Sum, *, is_certain: bool) -> Sum:
    nothing: Ratio = (0, 1)
    if is_certain:
        return Sum((nothing, nothing), (nothing, nothing))
    (exact, best), (record, most) = points.exact, points.record
    low, least = (min(one, nothing, key=_units) for one in (exact, record))
    high, highest = (max(one, nothing, key=_units) for one in (best, most))
    return Sum((low, high), (least, highest))


def _units(points: Ratio) -> int:
    return int(points[0])  # compared with nothing, only the sign counts


def binding(vetoes: Sequence[VetoResult], rank: int) -> Iterator[Judgement]:
    """The vetoes that stand against a title, counted from the lowest."""
    for one in vetoes:
        kind = one.effect.kind
        if kind == "no_tier" or (kind in {"cap", "tier"} and rank > one.effect.title):
            yield one.judgement


def setting(vetoes: Sequence[VetoResult], rank: int) -> VetoResult | None:
    """A veto that sets this very title, triggered or open."""
    found = [v for v in vetoes if v.effect.kind == "tier" and v.effect.title == rank]
    open_ones = [one for one in found if one.status != "clear"]
    triggered = [one for one in open_ones if one.status == "triggered"]
    return next(iter(triggered or open_ones), None)


def falling(
    vetoes: Sequence[VetoResult], statuses: Sequence[Status], names: Sequence[str], rank: int
) -> Iterator[Judgement]:
    """What a fall by some tiers asks of a title: that the one so many above it is reached."""
    drops = [one for one in vetoes if one.effect.kind == "drop"]
    least = sum(one.falls[0] for one in drops if one.status == "triggered")
    most = sum(one.falls[1] for one in drops if one.status != "clear")
    if not most:
        return
    all_of_them = len(statuses)
    above = [
        statuses[rank + n] if rank + n < all_of_them else "out_of_reach"
        for n in range(min(least, all_of_them), min(most, all_of_them) + 1)
    ]
    status = status_of(
        certain=all(one == "reached" for one in above),
        possible=any(one != "out_of_reach" for one in above),
    )
    place = rank + least
    values = {"n": least or most, "here": names[rank]}
    if not least:
        zh, en = "如已触发，等级降 {n} 档", "if triggered, the tier falls by {n}"
    elif place < len(names):
        values["t"] = names[place]
        zh, en = "降 {n} 档，达到“{t}”的评为“{here}”", "falls by {n}, “{t}” becomes “{here}”"
    else:
        zh, en = "降 {n} 档，评不上“{here}”", "falls by {n}, “{here}” cannot be had"
    asked = say(zh, en, **values)
    for one in drops:
        if one.status != "clear":
            judged = one.judgement
            because = say("{j}，{asked}", "{j}; {asked}", j=judged.because, asked=asked)
            yield replaced(judged, status=status, because=because)


def set_judgement(veto: VetoResult) -> Judgement:
    """That a title is set by a veto, or may be."""
    judged = veto.judgement
    status: Status = "reached" if veto.status == "triggered" else "possible"
    return replaced(judged, status=status)
