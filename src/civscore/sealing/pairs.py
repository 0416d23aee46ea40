"""Two results of one community, read to be held against each other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from civscore.comparing.rechecks import Recheck, compare_results
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.sealing.results import NOT_A_RESULT, Result, read_result

OF_ANOTHER: Final = fault(
    "results-of-two",
    (
        "两份结果不是同一个社区的：“{one}”和“{other}”",
        "the results are of two communities: “{one}” and “{other}”",
    ),
    ("请给出同一个社区先后两次的结果", "give two results of one community"),
)
BY_ANOTHER: Final = fault(
    "results-by-two",
    (
        "两份结果不是按同一个标准评的：{one} 和 {other}",
        "the results are by two standards: {one} and {other}",
    ),
    (
        "请用同一个标准各评一次；两个版本的差别用 civscore diff 看",
        "judge by one standard; civscore diff compares editions",
    ),
)
BY_OTHER_TEXT: Final = fault(
    "results-text-changed",
    (
        "两次之间标准的文本改过，同一条的分未必能比：{one} 和 {other}",
        "the standard's text changed between the two, points may not compare: {one} and {other}",
    ),
    (
        "用同一份标准把前一次重评一遍再比",
        "judge the earlier one again by the same text, then compare",
    ),
    severity="warning",
)
IN_TWO_LANGUAGES: Final = fault(
    "results-languages",
    (
        "两份结果的文字不是同一种语言，认不出哪一步还在",
        "the results are in two languages; which step still stands cannot be told",
    ),
    ("请用同一种语言写出（--lang）", "write both in one language (--lang)"),
)
TURNED_ROUND: Final = fault(
    "results-turned-round",
    (
        "写在前面的是 {one} 的，比写在后面的 {other} 还晚",
        "the one named first is of {one}, later than {other}",
    ),
    ("先写前一次的，再写后一次的", "name the earlier one first"),
)


def read_pair(before: str, after: str) -> tuple[Recheck, tuple[Diagnostic, ...]]:
    """Two results held against each other, the earlier one first, and warnings.

    Raises:
        Faulty: if one is no result, or the two cannot be compared.
    """
    one, other = read_result(Path(before)), read_result(Path(after))
    broken = [result for result in (one, other) if not _is_whole(result)]
    if broken:
        raise Faulty([Diagnostic(NOT_A_RESULT, Location(result.file)) for result in broken])
    found = tuple(_unlike(one, other))
    if any(diagnostic.is_error for diagnostic in found):
        raise Faulty(found)
    return compare_results(one.data, other.data), found


def _is_whole(result: Result) -> bool:
    """Whether everything that is compared is there: it is held against itself."""
    try:
        compare_results(result.data, result.data)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError):
        return False
    return True


def _unlike(one: Result, other: Result) -> Iterator[Diagnostic]:
    """What stands against comparing the two, said of the later one."""
    place = Location(other.file)
    names = [result.data["community"]["name"] for result in (one, other)]
    if one.data["community"]["id"] != other.data["community"]["id"]:
        yield Diagnostic(OF_ANOTHER, place, dict(zip(("one", "other"), names, strict=True)))
    digests = [result.data["standard"]["sha256"][:12] for result in (one, other)]
    if one.standard != other.standard:
        yield Diagnostic(BY_ANOTHER, place, {"one": one.standard, "other": other.standard})
    elif digests[0] != digests[1]:
        yield Diagnostic(BY_OTHER_TEXT, place, {"one": digests[0], "other": digests[1]})
    if one.language != other.language:
        yield Diagnostic(IN_TWO_LANGUAGES, place)
    if one.as_of > other.as_of:
        yield Diagnostic(TURNED_ROUND, place, {"one": one.as_of, "other": other.as_of})
