"""Markdown: the way to a tier, to paste into a document."""

from collections.abc import Iterator

from civscore.exact import text_of
from civscore.personal import masked
from civscore.reports import routing
from civscore.reports.formats.markdown import escaped
from civscore.reports.words import word
from civscore.routes.route import Routes, Way
from civscore.sentences import Language

_HEADS = {
    "zh": ("", "做法", "要做什么", "用于", "工作量"),
    "en": ("", "kind", "what to do", "for", "effort"),
}


def render(routes: Routes, language: Language = "zh") -> str:
    """The whole answer."""
    return masked("\n".join(_lines(routes, language)) + "\n")


def _lines(routes: Routes, language: Language) -> Iterator[str]:
    one = routes.assessment
    yield f"# {escaped(one.community.name)} · {escaped(one.plan.title)}"
    yield ""
    head = routing.head(routes).text(language)
    yield f"{one.plan.standard.name} · {one.as_of.isoformat()} · {escaped(head)}"
    for remark in one.premises:
        yield from ("", escaped(remark.text(language)))
    yield from ("", escaped(routing.answer(routes).text(language)))
    for number, way in enumerate(routes.ways):
        yield from ("", f"## {escaped(routing.title(routes, number).text(language))}", "")
        yield from _way(way, language)
        yield from ("", escaped(routing.judged_again(routes, way).text(language)))
    for said in routing.notes(routes):
        yield from ("", escaped(said.text(language)))


def _way(way: Way, language: Language) -> Iterator[str]:
    yield "| " + " | ".join(_HEADS[language]) + " |"
    yield "|---|---|---|---|---:|"
    for number, taken in enumerate(way.taken, 1):
        cells = (
            str(number),
            word(taken.move.kind, language),
            escaped(routing.step(taken).text(language)),
            escaped(routing.serving(taken, language)),
            text_of(taken.effort),
        )
        yield "| " + " | ".join(cells) + " |"
