"""CSV: a line for each criterion anybody has scored, a column for each assessor."""

from decimal import Decimal

from civscore.comparing.agreeing import Agreement
from civscore.evidence.model import Community
from civscore.reports.tables import as_csv
from civscore.sentences import Language


def render(agreement: Agreement, community: Community, language: Language = "zh") -> str:  # noqa: ARG001
    """The table; what differs most is not first, but where the standard has it."""
    place = 0 if language == "zh" else 1
    head = {key: names[place] for key, names in _HEADERS.items()}
    lines = []
    for one in agreement.criteria:
        line: dict[str, Decimal | str | int | None] = {
            head["id"]: one.id,
            head["title"]: one.planned.criterion.title,
            head["full"]: one.full,
        }
        for mark in one.marks.given:
            line[mark.title] = mark.points
            line[head["reason"].format(t=mark.title)] = mark.reason
        line[head["counts"]] = "、".join(mark.title for mark in one.marks.counting) or None
        line[head["apart"]] = one.apart
        line[head["inflated"]] = one.inflated
        lines.append(line)
    columns = [
        name
        for title in agreement.titles.values()
        for name in (title, head["reason"].format(t=title))
    ]
    names = [head["id"], head["title"], head["full"], *columns]
    return as_csv(lines, [*names, head["counts"], head["apart"], head["inflated"]])


_HEADERS = {
    "id": ("编号", "id"),
    "title": ("条款", "title"),
    "full": ("满分", "full"),
    "reason": ("{t}的理由", "reason of {t}"),
    "counts": ("以谁计分", "counts"),
    "apart": ("相差", "apart"),
    "inflated": ("自评高出", "inflated"),
}
