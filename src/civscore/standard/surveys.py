"""A survey as it is recorded: its forms counted, and whether it was held as it was asked for."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from civscore.diagnostics import fault
from civscore.exact import quotient_text, scaled, share_text
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.document import Entry
from civscore.standard.facts import MOST, check_parts, read_scaled, refuse
from civscore.standard.rows import Interval
from civscore.values import Value

if TYPE_CHECKING:
    from civscore.standard.facts.survey import Survey

MORE_THAN_ISSUED: Final = fault(
    "more-than-issued",
    ("有效问卷 {valid} 份，多于发放的 {issued} 份", "{valid} valid forms of {issued} issued"),
    ("请核对份数", "check the numbers"),
)
RETURNED_WRONG: Final = fault(
    "forms-returned-wrong",
    (
        "收回 {returned} 份，应不少于有效的 {valid} 份，不多于发放的 {issued} 份",
        "{returned} returned: no fewer than the {valid} valid, no more than the {issued} issued",
    ),
    ("请核对份数", "check the numbers"),
)
ANSWERS_MISSING: Final = fault(
    "answers-missing",
    ("没有写“{answer}”的份数", "the number of “{answer}” is missing"),
    ("一份也没有请写 0", "write 0 if there were none"),
)


class Recorded(Value):
    """Columns by part, and what was not done as it was asked for."""

    columns: Mapping[str, Interval]
    why: tuple[Sentence, ...] = ()
    lacking: Sentence | None = None  # what of it is not recorded


def read_forms(survey: "Survey", value: Any, entry: Entry) -> Recorded | None:
    """A survey as it is recorded; None if it is faulty, which the entry then knows."""
    if not isinstance(value, dict):
        keys = " = …, ".join(survey.groups or survey.answers)
        refuse(survey, value, (f"{{ issued = …, {keys} = … }}", "numbers by answer"), entry)
        return None
    kept = ("issued", "returned") if survey.returned is not None else ("issued",)
    ways = ("by",) if survey.by else ()
    check_parts(value, (*kept, *ways, *(survey.groups or survey.answers)), entry)
    counted = _counted(survey, value, entry)
    told = {
        key: read_scaled(value[key], 1, (0, MOST), entry.at(key)) for key in kept if key in value
    }
    way = value.get("by")
    if way is not None and not isinstance(way, str):
        refuse(survey, way, ("加引号的文字", "a quoted text"), entry.at("by"))
        return None
    known = {key: count for key, count in told.items() if count is not None}
    if counted is None or len(known) < len(told) or not _fit(counted["valid"][0], known, entry):
        return None
    columns = {**counted, **{key: (n, n) for key, n in known.items() if "returned" in kept}}
    why = tuple(_wrong(survey, known, way))
    absent = [key for key in (*kept[1:], *ways, *survey.groups) if key not in value]
    absent += ["issued"] if "returned" in kept and "issued" not in value else []
    if survey.asks_how:
        is_open = bool(set(absent) - set(survey.groups))
        columns["sound"] = (0, 0) if why else (0, 1) if is_open else (1, 1)
    return Recorded(columns, why, _lacking(survey, absent))


_NAMES: Final = {
    "issued": say("发放份数", "forms issued"),
    "returned": say("收回份数", "forms returned"),
    "by": say("调查方式", "way of asking"),
}


def _lacking(survey: "Survey", absent: list[str]) -> Sentence | None:
    """What is still to be recorded; None where nothing is."""
    if not absent:
        return None
    what = tuple(_NAMES[one] if one in _NAMES else plain(survey.groups[one]) for one in absent)
    zh, en = "补记“{t}”的{what}", "record of “{t}”: {what}"
    return say(zh, en, t=survey.title, what=joined(what, "、", ", "))


def _counted(
    survey: "Survey", value: Mapping[str, Any], entry: Entry
) -> dict[str, Interval] | None:
    """The forms by answer, of every group and in all; a group left out is unknown."""
    if not survey.groups:
        return _answers(survey, value, entry)
    found: dict[str, Interval] = {}
    known = []
    for group in survey.groups:
        given = value.get(group)
        if given is None:
            continue
        if not isinstance(given, dict):
            keys = " = …, ".join(survey.answers)
            refuse(survey, given, (f"{{ {keys} = … }}", "numbers by answer"), entry.at(group))
            return None
        check_parts(given, tuple(survey.answers), entry.at(group))
        counted = _answers(survey, given, entry.at(group))
        if counted is None:
            return None
        known.append(counted)
        found |= {f"{group}.{part}": ends for part, ends in counted.items()}
    for part in ("favourable", "valid", "score"):
        if part in survey.limits:
            low, high = survey.limits[part]
            least = sum(one[part][0] for one in known)
            is_whole = len(known) == len(survey.groups)
            found[part] = (least, least) if is_whole else (max(low, low + least), high)
    return found


def _answers(
    survey: "Survey", value: Mapping[str, Any], entry: Entry
) -> dict[str, Interval] | None:
    """Forms by answer as columns; every answer has to be there."""
    for answer in survey.answers:
        if answer not in value:
            entry.report(ANSWERS_MISSING, answer=answer)
            return None
    counts = {key: read_scaled(value[key], 1, (0, MOST), entry.at(key)) for key in survey.answers}
    known = {key: count for key, count in counts.items() if count is not None}
    if len(known) < len(counts):
        return None
    found = {"favourable": sum(known[answer] for answer in survey.favourable)}
    found["valid"] = sum(known.values())
    if survey.worth:
        worth = {key: scaled(one, survey.scale) for key, one in survey.worth.items()}
        found["score"] = sum(count * worth[key] for key, count in known.items())
    return {part: (count, count) for part, count in found.items()}


def _fit(valid: int, known: Mapping[str, int], entry: Entry) -> bool:
    """Whether the valid are among those returned, and those among the issued."""
    issued, returned = known.get("issued"), known.get("returned")
    if issued is not None and valid > issued:
        entry.report(MORE_THAN_ISSUED, valid=valid, issued=issued)
        return False
    if returned is not None and not valid <= returned <= (returned if issued is None else issued):
        most = returned if issued is None else issued
        entry.report(RETURNED_WRONG, "returned", returned=returned, valid=valid, issued=most)
        return False
    return True


def _wrong(survey: "Survey", known: Mapping[str, int], way: str | None) -> Iterator[Sentence]:
    """What was not done as it was asked for."""
    if survey.by and way is not None and way not in survey.by:
        zh, en = "调查方式是“{w}”，只采信{by}", "asked by “{w}”, accepted is {by}"
        yield say(zh, en, w=way, by=survey.by)
    issued, returned = known.get("issued"), known.get("returned")
    if survey.returned is None or issued is None or returned is None:
        return
    least: Decimal = survey.returned
    if Decimal(returned) < least * issued or not issued:
        zh, en = "回收率 {r}%（{n}/{of}），低于 {least}", "{r}% ({n}/{of}) returned, below {least}"
        rate = quotient_text((returned * 100, max(issued, 1)))
        yield say(zh, en, r=rate, n=returned, of=issued, least=share_text(least))
