"""The manual: what `explain` prints is the code's own words.

A mechanism, kind of fact, tier demand or report format is explained by its module's docstring; a
diagnostic by its declaration; a key by the text that stands under the field in its model.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages
from sys import modules
from types import ModuleType
from typing import Any, Final

import civscore
from civscore.diagnostics import FAULTS, Fault
from civscore.sentences import Language
from civscore.standard import chapters, demands, facts, mechanisms
from civscore.standard.kinds import names_in
from civscore.standard.nouns import READER_ONLY
from civscore.values import Declared

ROOMS: Final[Mapping[str, tuple[str, str]]] = {
    mechanisms.ROOM: ("计分方式", "mechanism"),
    facts.ROOM: ("数据项种类", "kind of fact"),
    demands.ROOM: ("等级条件", "tier demand"),
    chapters.ROOM: ("章节", "chapter"),
}
_ENGLISH: Final = "English:"


def explain(name: str, language: Language = "zh") -> str | None:
    """Everything the manual has under a name; None if it has nothing."""
    pages = [*_kinds(name, language), *_fault_pages(name, language), *_keys(name, language)]
    return "\n\n".join(pages) + "\n" if pages else None


def topics() -> Mapping[str, tuple[str, ...]]:
    """Every name there is a page for, by what it is."""
    found = {zh: names_in(room) for room, (zh, _) in ROOMS.items()}
    return found | {
        "诊断": tuple(sorted(_faults())),
        "键": tuple(sorted({k for k, _, _ in _fields()})),
    }


def _kinds(name: str, language: Language) -> Iterator[str]:
    for room, (zh, en) in ROOMS.items():
        if name in names_in(room):
            page = import_module(f"{room}.{name}").__doc__ or ""
            yield f"[{zh if language == 'zh' else en}]\n{in_language(page, language)}"


def in_language(page: str, language: Language) -> str:
    """A page's Chinese part, or its English summary with the example."""
    chinese, _, english = page.strip().partition(_ENGLISH)
    if language == "zh":
        return chinese.strip()
    example = "\n".join(line for line in chinese.splitlines() if line.startswith("    "))
    return f"{english.strip()}\n\n{example}"


def _faults() -> Mapping[str, Fault]:
    """Every kind of fault, after importing whatever declares one."""
    for module in walk_packages(civscore.__path__, f"{civscore.__name__}."):
        if ".formats" not in module.name:
            import_module(module.name)
    return FAULTS


def _fault_pages(name: str, language: Language) -> Iterator[str]:
    found = _faults().get(name)
    if found is None:
        return
    kind = {"zh": "诊断", "en": "diagnostic"}[language]
    lines = [f"[{kind}] {found.code} ({found.severity})"]
    for label, sentence in zip(
        ("发现", "处理", "原因") if language == "zh" else ("found", "remedy", "why"),
        (found.found, found.remedy, found.why),
        strict=True,
    ):
        text = sentence.zh if language == "zh" else sentence.en
        if text:
            lines.append(f"  {label}: {text}")
    yield "\n".join(lines)


def _keys(name: str, language: Language) -> Iterator[str]:
    pages = [(owner, text) for key, owner, text in _fields() if key == name]
    if pages:
        kind = {"zh": "键", "en": "key"}[language]
        lines = [f"  {owner.lower()}.{name}: {_half(text, language)}" for owner, text in pages]
        yield "\n".join([f"[{kind}] {name}", *lines])


def _half(text: str, language: Language) -> str:
    """The half of `中文 | English` in that language."""
    chinese, _, english = text.partition(" | ")
    return chinese if language == "zh" or not english else english


def _fields() -> Iterator[tuple[str, str, str]]:
    """Key, table and text of every documented field of every model."""
    from civscore.evidence import model as evidence
    from civscore.standard import amendments, clauses, effects, fields, model, sources
    from civscore.trials import model as trials

    rooms: list[ModuleType] = [
        model, clauses, effects, fields, sources, amendments, evidence, trials,
    ]  # fmt: skip
    for room in ROOMS:
        rooms += [import_module(room), *(import_module(f"{room}.{n}") for n in names_in(room))]
    for module in rooms:
        yield from _fields_in(module)


@cache
def _fields_in(module: ModuleType) -> tuple[tuple[str, str, str], ...]:
    nodes = ast.parse(getsource(module)).body
    return tuple(
        one for node in nodes if isinstance(node, ast.ClassDef) for one in _documented(node)
    )


def texts_of(noun: Any) -> Mapping[str, str]:
    """Key → `中文 | English` of a noun's documented fields, those of its bases too."""
    return {
        key: text
        for kind in reversed(noun.__mro__)
        if issubclass(kind, Declared)
        for key, owner, text in _fields_in(modules[kind.__module__])
        if owner == kind.__name__
    }


def _documented(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for field, text in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            key = _alias(field) or field.target.id
            if key not in READER_ONLY:
                yield key, node.name, " ".join(str(text.value.value).split())


def _alias(field: ast.AnnAssign) -> str | None:
    """The key's name in TOML where it is not the field's."""
    for call in ast.walk(field.annotation):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Key":
            name = call.args[0]
            return str(name.value) if isinstance(name, ast.Constant) else None
    return None
