"""Text: the way to a tier for a terminal."""

from collections.abc import Iterator

from civscore.reports import routing
from civscore.reports.layout import WIDTH, cell_len, page, wrapped
from civscore.reports.words import word
from civscore.routes.route import Routes, Way
from civscore.sentences import Language


def render(routes: Routes, language: Language = "zh") -> str:
    """The whole answer."""
    return page(_lines(routes, language))


def _lines(routes: Routes, language: Language) -> Iterator[str]:
    one = routes.assessment
    day = "评定基准日" if language == "zh" else "judged as of"
    yield "═" * WIDTH
    yield f"{one.community.name}  {one.plan.title}"
    yield f"{one.plan.standard.name}   {day} {one.as_of.isoformat()}"
    for remark in one.premises:
        yield wrapped(remark.text(language))
    yield wrapped(routing.head(routes).text(language))
    yield "═" * WIDTH
    yield wrapped(routing.answer(routes).text(language))
    for number, way in enumerate(routes.ways):
        yield ""
        yield _rule(routing.title(routes, number).text(language))
        yield from _way(routes, way, language)
    said = [one.text(language) for one in routing.notes(routes)]
    if said:
        yield ""
        yield from (wrapped(one) for one in said)


def _way(routes: Routes, way: Way, language: Language) -> Iterator[str]:
    for number, taken in enumerate(way.taken, 1):
        kind = word(taken.move.kind, language)
        said = f"[{kind}] {routing.step(taken).text(language)}"
        yield wrapped(said, indent="     ", first=f"{number:>3}. ")
        if taken.serves:
            yield wrapped(routing.serving(taken, language), indent="       ", first="     → ")
    yield wrapped(routing.judged_again(routes, way).text(language), indent="  ", first="  ")


def _rule(title: str) -> str:
    return f"── {title} " + "─" * max(0, WIDTH - cell_len(title) - 4)
