"""A result worked out again: which digest, which criterion's points, which word differs.

A result says what it was worked out from: standard, every file of the bundle, engine, day, what was
supposed. The same again gives the same bytes; whatever differs is said, the causes first.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path as File
from typing import Any, Final, TypeAlias, get_args

from civscore import Plan, __version__, assess
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.digests import digest_of, files_of
from civscore.evidence.model import Bundle, View
from civscore.evidence.reading import Watch, read_bundle
from civscore.evidence.supposing import suppose
from civscore.reports.formats.json import SCHEMA, render
from civscore.reports.views import publish
from civscore.sentences import LANGUAGES, Language, Sentence, joined, plain, say, verbatim
from civscore.standard.document import Document, read_bytes
from civscore.values import Value

NOT_A_RESULT: Final = fault(
    "not-a-result",
    ("这不是 civscore 的评定结果，或者被改坏了", "this is no result of civscore, or was damaged"),
    ("评定结果由 score --format json 写出", "score --format json writes one"),
)
OTHER_STANDARD: Final = fault(
    "result-standard",
    (
        "标准的文本不同：评定时的摘要 {told}，现在 {now}",
        "another text of the standard: {told} then, {now} now",
    ),
    ("请用评定时的那一份标准，写在 --standard", "name the one it was judged by with --standard"),
)
OTHER_FILE: Final = fault(
    "result-file",
    ("佐证包里的“{file}”{how}", "“{file}” of the bundle {how}"),
    ("请用评定时的那一份佐证包", "take the bundle that was judged"),
)
OTHER_BUNDLE: Final = fault(
    "result-bundle",
    (
        "佐证包不是评定时的那一份：当时的摘要 {told}，现在 {now}",
        "another bundle: {told} then, {now} now",
    ),
    ("请用评定时的那一份佐证包", "take the bundle that was judged"),
)
OTHER_ENGINE: Final = fault(
    "result-engine",
    (
        "由 civscore {told} 算出，现在用的是 {now}",
        "worked out by civscore {told}, and now by {now}",
    ),
    ("要完全一致，请用那一版重算", "use that version for the very same result"),
)
OTHER_POINTS: Final = fault(
    "result-differs",
    ("{where}：结果里是 {told}，重算是 {now}", "{where}: {told} in the result, worked out {now}"),
    ("以重算的为准", "go by what is worked out"),
)
OTHER_WORDS: Final = fault(
    "result-words",
    (
        "另有 {n} 处文字与重算的不同，第一处在 {where}",
        "{n} texts differ from what is worked out, first {where}",
    ),
    ("以重算的为准", "go by what is worked out"),
)

Path: TypeAlias = tuple[str, ...]

_WEIGHTY: Final = frozenset(
    {"full", "earned", "unproven", "lost", "status", "outcome", "tier", "possible_tier"}
)
_CAUSES: Final = frozenset({"bundle", "engine", "standard"})
_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "total": ("总分", "total"),
    "bonus": ("加分项", "bonus"),
    "criteria": ("条款", "criterion"),
    "sections": ("项目", "section"),
    "tiers": ("等级", "tier"),
    "vetoes": ("一票否决", "veto"),
    "gates": ("门槛", "gate"),
    "conditions": ("条件", "condition"),
    "full": ("满分", "full"),
    "earned": ("已得", "earned"),
    "unproven": ("待证", "unproven"),
    "lost": ("已失", "lost"),
    "tier": ("已达到等级", "tier reached"),
    "possible_tier": ("可达到等级", "tier possible"),
    "status": ("结论", "status"),
    "outcome": ("评定", "outcome"),
    "because": ("依据", "because"),
}


class Result(Value):
    """A result as it was written."""

    file: str
    content: bytes
    data: Mapping[str, Any]
    as_of: date
    language: Language
    view: View
    settings: tuple[tuple[str, str], ...]

    @property
    def standard(self) -> str:
        """The standard it names, `id@edition`."""
        one = self.data["standard"]
        return f"{one['id']}@{one['edition']}"

    @property
    def has_digests(self) -> bool:
        """Whether it says what every file was like."""
        return self.data["bundle"]["sha256"] is not None


def read_result(path: File) -> Result:
    """The result in a file.

    Raises:
        Faulty: if there is none.
    """
    try:
        return _result(str(path), read_bytes(path))
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Faulty([Diagnostic(NOT_A_RESULT, Location(str(path)))]) from None


def _result(file: str, content: bytes) -> Result:
    data = json.loads(content)
    settings = tuple((str(one["fact"]), str(one["value"])) for one in data["supposed"])
    day = date.fromisoformat(data["as_of"])
    result = Result(file, content, data, day, data["language"], data["view"], settings)
    needed = (
        result.standard, result.has_digests, data["standard"]["sha256"],
        data["engine"]["version"], data["community"]["id"], _told_files(data),
    )  # fmt: skip
    is_known = result.language in LANGUAGES and result.view in get_args(View)
    if data["schema"] != SCHEMA or not is_known or None in needed:
        raise ValueError(file)
    return result


def _told_files(data: Mapping[str, Any]) -> dict[str, str | None]:
    return {str(one["file"]): one["sha256"] for one in data["bundle"]["files"]}


def differences(
    result: Result, plan: Plan, document: Document, watch: Watch = iter
) -> tuple[Diagnostic, ...]:
    """Everything that is otherwise when it is worked out again; nothing if the bytes are the same.

    Raises:
        Faulty: if the bundle cannot be judged by the standard, with what differs before.
    """
    found = [Diagnostic(*one) for one in _causes(result, plan)]
    try:
        bundle = read_bundle(document, plan, watch, digests=result.has_digests)
        bundle = suppose(plan, bundle, result.settings) if result.settings else bundle
    except Faulty as faulty:
        raise Faulty([*found, *faulty.diagnostics]) from None
    judged = assess(plan, bundle, as_of=result.as_of)
    if result.view == "public":
        judged = publish(judged)
    found += _files(result, judged.bundle)
    now = render(judged, result.language)
    if now.encode() != result.content:
        found += _otherwise(result, json.loads(now), has_cause=bool(found))
    return tuple(found)


def _causes(result: Result, plan: Plan) -> Iterator[tuple[Any, Location, dict[str, Any]]]:
    place = Location(result.file)
    told, now = result.data["standard"]["sha256"], plan.sha256
    if told != now:
        yield OTHER_STANDARD, place, {"told": told, "now": now}
    version = result.data["engine"]["version"]
    if version != __version__:
        yield OTHER_ENGINE, place, {"told": version, "now": __version__}


def _files(result: Result, bundle: Bundle) -> Iterator[Diagnostic]:
    told = _told_files(result.data)
    now = {name: digest or None for name, digest in files_of(bundle).items()}
    is_named = False
    for name in sorted({*told, *now}):
        if name not in told:
            how = say("评定时没有", "was not there then")
        elif now.get(name) is None and told[name] is not None:
            how = say("现在没有了", "is not there now")
        elif told[name] != now.get(name):
            how = say("与评定时不同", "is not what it was")
        else:
            continue
        is_named = True
        yield Diagnostic(OTHER_FILE, Location(result.file), {"file": name, "how": how})
    whole, is_now = result.data["bundle"]["sha256"], digest_of(bundle) or None
    if whole != is_now and not is_named:
        values = {"told": _shown(whole), "now": _shown(is_now)}
        yield Diagnostic(OTHER_BUNDLE, Location(result.file), values)


def _otherwise(result: Result, now: Any, *, has_cause: bool) -> Iterator[Diagnostic]:
    place = Location(result.file)
    leaves = [
        one for one in _leaves(result.data, now, ()) if not (has_cause and one[0][0] in _CAUSES)
    ]
    words = [_where(path) for path, _, _ in leaves if path[-1] not in _WEIGHTY]
    for path, told, is_now in leaves:
        if path[-1] in _WEIGHTY:
            values = {"where": _where(path), "told": _shown(told), "now": _shown(is_now)}
            yield Diagnostic(OTHER_POINTS, place, values)
    if not (leaves or has_cause):
        words = [say("写法", "its form")]
    if words:
        yield Diagnostic(OTHER_WORDS, place, {"n": len(words), "where": words[0]})


def _leaves(
    told: Any, now: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Where two values differ, down to what has no parts; things with an id go by it."""
    if isinstance(told, dict) and isinstance(now, dict):
        for key in sorted({*told, *now}):
            yield from _leaves(told.get(key), now.get(key), (*path, key))
    elif isinstance(told, list) and isinstance(now, list):
        here, there = _named(told), _named(now)
        for key in dict.fromkeys([*there, *here]):
            yield from _leaves(here.get(key), there.get(key), (*path, key))
    elif told != now:
        yield path, told, now


def _named(things: list[Any]) -> dict[str, Any]:
    return {
        str(one["id"]) if isinstance(one, dict) and "id" in one else str(number): one
        for number, one in enumerate(things, 1)
    }


def _where(path: Path) -> Sentence:
    """A place in a result, in words."""
    parts = [say(*_NAMES[part]) if part in _NAMES else plain(part) for part in path]
    return joined(tuple(parts), " ", " ")


def _shown(value: Any) -> Sentence:
    if value is None:
        return say("无", "none")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return verbatim(text[:64], text[:64])
