"""The report as a workbook: the score sheet as teams print it, the gaps, what is to be rectified.

Columns that nobody but the office can fill in are empty: who is responsible and until when, where
the standard does not say so, and what has been done.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

from civscore.assessment import Assessment
from civscore.reports.contents import Contents, contents
from civscore.reports.rectifying import gain_of
from civscore.reports.sheets import POINTS, TITLES, Column, Row, Sheets, blank, column, height
from civscore.reports.words import word
from civscore.sentences import Language
from civscore.starting.workbooks import begun

_COLOURS: Final = ("#2E7D4F", "#E0A100", "#B3402E")
_TOP_STEPS: Final = 10
"""Steps that are drawn."""

_ACROSS: Final = 640
_BAR: Final = 26
"""Pixels: the width of a chart, the height of a bar in it."""

_FONT: Final = {"name": "宋体", "size": 10}

_WIDTHS: Final = (26, 9, 9, 9, 9, 36)
_SPREAD: Final = ((0, 0), (1, 2), (3, 5))
"""Columns of the first sheet, and how a table of three lies over them."""


def _listed(name: str) -> Callable[[Row], str]:
    return lambda row: "\n".join(row[name])


def _named(row: Row) -> str:
    return f"{row['编号']} {row['名称']}".strip()


def _points(name: str) -> Callable[[Row], Any]:
    """Points of a clause; none of one without."""
    return lambda row: row[name] if row["满分"] else ""


def _outcome(row: Row) -> str:
    return str(row["评定"]) if row["满分"] else f"{row['评定']}\n{row['性质']}"


_LOOKS: Final = ("number", "number", "unproven", "lost")
_SCORES: Final = (
    Column(("测评项目", "Section"), 10, lambda row: row["项目"], "section"),
    Column(("条款", "Clause"), 16, _named),
    column("条文", "Text", 32),
    *(
        Column((name, en), 7, _points(name), look)
        for name, en, look in zip(POINTS, TITLES, _LOOKS, strict=True)
    ),
    Column(("评定", "Outcome"), 9, _outcome, "centre"),
    column("依据", "Because", 38),
    Column(("佐证", "Evidence"), 28, _listed("佐证")),
)
_TIERS: Final = (
    column("名称", "Tier", 26), column("结论", "Status", 18), column("差距", "Gap", 54),
)  # fmt: skip
_GAPS: Final = (
    column("等级", "Tier", 12, "section"),
    column("内容", "Condition", 66),
    column("结论", "Status", 18, "centre"),
    column("尚差", "Short", 9, "number"),
    column("采信后仍差", "Short once proven", 12, "number"),
)
_STEPS: Final = (
    column("序号", "No.", 5, "centre"),
    column("类别", "Kind", 10, "centre"),
    Column(("条款", "Clause"), 18, _named),
    column("事项", "What to do", 40),
    Column(("预期得分", "Gain"), 9, gain_of, "centre"),
    Column(("用于", "For"), 10, lambda row: "、".join(row["用于"]), "centre"),
    column("责任单位", "Responsible", 12, "blank"),
    column("配合单位", "With", 12, "blank"),
    column("期限", "Deadline", 11, "blank"),
    column("最早", "Earliest", 11, "centre"),
    blank("完成情况", "Done", 9),
    blank("备注", "Remarks", 9),
)
_STATES: Final = (("triggered", "alarm"), ("unknown", "doubt"), ("shut", "alarm"))
"""States of vetoes and gates that are to be seen at once."""

_SIGNED: Final = (
    (1, ("测评人（签字）：", "Assessors:")),
    (2, ("社区（盖章）：", "Community:")),
    (8, ("日期：", "Date:")),
)


def render(assessment: Assessment, language: Language = "zh") -> bytes:
    """The workbook, as an xlsx.

    Raises:
        Faulty: if the library for it is not installed.
    """
    said, content = contents(assessment, language), BytesIO()
    made = datetime.combine(assessment.as_of, time.min)
    book = begun(content, f"{said['社区']} {said['标准']}", made)
    drawing = _Drawing(book, said, language)
    drawing.result()
    drawing.scores()
    drawing.gaps()
    drawing.steps()
    drawing.charts()
    book.close()
    return content.getvalue()


class _Drawing(Sheets):
    """The four sheets."""

    def __init__(self, book: Any, said: Contents, language: Language) -> None:
        super().__init__(book, said, language)
        titles = (
            ("评定结果", "Result"), ("评分表", "Scores"), ("差距清单", "Gaps"),
            ("整改清单", "To rectify"), ("图表", "Charts"),
        )  # fmt: skip
        self.names = [self.word(one) for one in titles]
        self.sheets = [book.add_worksheet(name) for name in self.names]
        self.drawn = (0, 0)

    def result(self) -> None:
        """Where it stands, the sections, the tiers."""
        sheet, said = self.sheets[0], self.said
        for number, width in enumerate(_WIDTHS):
            sheet.set_column(number, number, width)
        self.heading(sheet, self.names[0], _WIDTHS)
        row = 2
        for name, text, look in self._facts():
            sheet.merge_range(row, 1, row, len(_WIDTHS) - 1, "", self.looks[look])
            self.text(sheet, row, 0, name, "sum")
            self.text(sheet, row, 1, text, look)
            sheet.set_row(row, height([(name, 24), (text, 68)]))
            row += 1
        row = self._sections(sheet, row + 1)
        self._across(sheet, row + 1, _TIERS, said["等级"])
        self.paper(sheet)

    def _facts(self) -> Iterator[tuple[str, str, str]]:
        """What, how it is, how that looks: the result first, then what stands against it."""
        said = self.said
        yield self.word(("已达到等级", "Tier reached")), said["结论"], "verdict"
        if said["最高可达"] not in {"", said["结论"]}:
            best = ("补齐佐证后最高可达", "Highest once proven")
            yield self.word(best), said["最高可达"], "text"
        looks = {word(name, self.language): look for name, look in _STATES}
        for one in (*said["门槛"], *said["否决"]):
            text = f"{one['结论']}\n{one['依据']}"
            yield _named(one), text, looks.get(one["结论"], "text")
        for name, en, text in (
            ("所在地", "Division", said["所在地"]),
            ("标准文本", "Text of the standard", said["标准文本"]),
            ("考评期", "Period", said["考评期"]),
            ("申报等级", "Applied for", said["申报等级"]),
        ):
            if text:
                yield self.word((name, en)), text, "text"
        for text in (*said["称号"], *said["提示"]):
            yield self.word(("提示", "Note")), text, "text"

    def _sections(self, sheet: Any, row: int) -> int:
        """The table of sections; where it begins and ends is kept for the chart."""
        heads = [("测评项目", "Section"), *zip(POINTS, TITLES, strict=True)]
        for number, title in enumerate(heads):
            self.text(sheet, row, number, self.word(title), "head")
        sections = self.said["得分表"]
        self.drawn = (row + 1, row + len(sections))
        for place, one in enumerate(sections, row + 1):
            self.text(sheet, place, 0, one["名称"], "text")
            sheet.set_row(place, height([(one["名称"], 24)]))
            for number, (part, look) in enumerate(zip(POINTS, _LOOKS, strict=True), 1):
                self.cell(sheet, (place, number), one[part], look)
        return self._totals(sheet, row + 1 + len(sections), 0)

    def _totals(self, sheet: Any, row: int, last: int) -> int:
        """The total and the bonus, named in the columns up to the last, their points beside it."""
        for name, en in (("总分", "Total"), ("加分", "Bonus")):
            if self.said[name]["满分"]:
                if last:
                    sheet.merge_range(row, 0, row, last, "", self.looks["sum"])
                self.text(sheet, row, 0, self.word((name, en)), "sum")
                for number, part in enumerate(POINTS, last + 1):
                    self.cell(sheet, (row, number), self.said[name][part], "sum_number")
                row += 1
        return row

    def _across(self, sheet: Any, row: int, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """A table of three columns across the six of the first sheet; the row after it."""
        heads = [self.word(one.title) for one in columns]
        lines = [heads, *([str(one.of(each)) for one in columns] for each in rows)]
        for number, texts in enumerate(lines, row):
            look = "head" if number == row else "text"
            for text, (start, end) in zip(texts, _SPREAD, strict=True):
                if end > start:
                    sheet.merge_range(number, start, number, end, "", self.looks[look])
                self.text(sheet, number, start, text, look)
            sheet.set_row(number, height(zip(texts, (one.width for one in columns), strict=True)))
        return row + len(lines)

    def scores(self) -> None:
        """The score sheet, the name of a section beside its clauses."""
        sheet = self.sheets[1]
        end = self.table(sheet, self.names[1], _SCORES, self.said["条款"])
        start = end - len(self.said["条款"])
        for section in self.said["项目"]:
            last = start + len(section["条款"]) - 1
            if last > start:
                sheet.merge_range(start, 0, last, 0, "", self.looks["section"])
            for row in range(start, last + 1):  # under the merged cell too, for the filter
                self.text(sheet, row, 0, _named(section), "section")
            start = last + 1
        end = self._totals(sheet, end, 2)
        for place, name in _SIGNED:
            self.text(sheet, end + 1, place, self.word(name), "signed")

    def gaps(self) -> None:
        """What every tier still lacks; of one that lacks nothing, that it does."""
        rows: list[Row] = []
        for tier in self.said["等级"]:
            lacking = [need for need in tier["条件"] if not need["已满足"]]
            nothing = {**tier, "内容": tier["差距"]}
            rows += [{**need, "等级": tier["名称"]} for need in lacking or [nothing]]
        self.table(self.sheets[2], self.names[2], _GAPS, rows)

    def steps(self) -> None:
        """What is to be rectified, by whom and until when."""
        sheet, steps = self.sheets[3], self.said["整改"]
        end = self.table(sheet, self.names[3], _STEPS, steps)
        if steps:
            said = ["未开始", "进行中", "已完成"] if self.zh else ["open", "begun", "done"]
            place = len(_STEPS) - 2
            rule = {"validate": "list", "source": said, "error_type": "information"}
            sheet.data_validation(end - len(steps), place, end - 1, place, rule)

    def charts(self) -> None:
        """The sections, and the steps that gain most, on a page of their own."""
        (start, end), name = self.drawn, self.names[0]
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        for number, colour in enumerate(_COLOURS, 2):
            chart.add_series({
                "name": [name, start - 1, number], "categories": [name, start, 0, end, 0],
                "values": [name, start, number, end, number], "gap": 40,
                "fill": {"color": colour},
            })  # fmt: skip
        chart.set_legend({"position": "bottom", "font": _FONT})
        self._place(chart, ("各项目得分", "Points by section"), 2, end - start + 1)
        gaining = [row for row, one in enumerate(self.said["整改"], 3) if one["得分"]]
        if gaining:
            first, last = gaining[0], gaining[:_TOP_STEPS][-1]
            name, chart = self.names[3], self.book.add_chart({"type": "bar"})
            chart.add_series({
                "categories": [name, first, 2, last, 2], "values": [name, first, 4, last, 4],
                "gap": 40, "fill": {"color": _COLOURS[0]}, "data_labels": {"value": True},
            })  # fmt: skip
            chart.set_legend({"none": True})
            below = 9 + (end - start + 1) * _BAR // 20
            self._place(
                chart,
                ("整改清单前几项各可得分", "What the first steps gain"),
                below,
                last - first + 1,
            )
        self.heading(self.sheets[4], self.names[4], [9] * 9)
        self.paper(self.sheets[4])

    def _place(self, chart: Any, title: tuple[str, str], row: int, bars: int) -> None:
        chart.set_title({"name": self.word(title), "name_font": {**_FONT, "size": 12}})
        chart.set_y_axis({"reverse": True, "num_font": _FONT})
        chart.set_x_axis({"num_font": _FONT, "major_gridlines": {"visible": False}})
        chart.set_size({"width": _ACROSS, "height": 110 + _BAR * bars})
        self.sheets[4].insert_chart(row, 0, chart, {"description": self.word(title)})
