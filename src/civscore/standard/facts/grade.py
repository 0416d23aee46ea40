"""grade 等级评定：考评员评出的档次，由好到差列出。

    [facts.hygiene]
    kind = "grade"
    title = "环境卫生状况"
    levels = { A = "好", B = "较好", C = "一般", D = "差" }

佐证包中记为 `hygiene = "B"`。条件中写 `hygiene >= 'B'`（B 或更好）。

- *顺序？* 就是书写的顺序，最好的在最前。
- *还没评？* 不填。得分是区间：最差一档到最好一档。
- *许多项用同一套档次？* 写一次 `[scales]`，这里写 `scale = "abcd"` 代替 `levels`。
- *分几个面评？* 写 `facets = { exists = "存在", effect = "效果" }`，各面各评一档，
  佐证包中逐面记 `{ exists = "A", effect = "C" }`，条件中写 `.effect` 指其中一面。

English: a level given by an assessor, best first.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

from civscore.diagnostics import fault, nearest
from civscore.sentences import Sentence, plain, say
from civscore.standard.document import Entry
from civscore.standard.facts import Fact, Times, check_keys, check_parts, refuse
from civscore.standard.facts.choice import read_code
from civscore.standard.numbers import Fewest, Number, RefusedError
from civscore.standard.parsing import Term
from civscore.standard.quantities import Coded
from civscore.standard.rows import Column, GapKind, Interval
from civscore.values import replaced

if TYPE_CHECKING:
    from civscore.standard.blanks import Layout

UNKNOWN_SCALE: Final = fault(
    "unknown-scale",
    ("没有声明尺度“{name}”", "the scale “{name}” is not declared"),
    ("{near}", "{near}"),
)


class Grade(Fact):
    """One of several ordered levels; or one for each facet."""

    levels: Annotated[dict[str, str], Fewest(2)] = {}  # noqa: RUF012 - never changed
    """档次 → 名称，最好的在最前；与 scale 二选一 | Letter → title, best first; or a scale."""

    worth: dict[str, Number] = {}  # noqa: RUF012
    """档次 → 满分的几成，条款没有另写时用它 | Letter → share of full, unless a criterion says."""

    scale: str = ""
    """用 [scales] 里的哪一套档次 | The scale its levels are taken from."""

    facets: dict[str, str] = {}  # noqa: RUF012
    """分几个面评：键 → 名称 | Facets that are graded apart: key → title."""

    def check(self) -> None:
        """Raise `RefusedError` where keys do not go together."""
        if bool(self.levels) == bool(self.scale) or (self.scale and self.worth):
            raise RefusedError("levels_or_scale")
        check_keys(self.facets, "value")

    def completed(self, chapters: Mapping[str, Any], entry: Entry) -> "Grade | None":
        if not self.scale:
            return self
        scales = chapters["scales"].root if "scales" in chapters else {}
        if self.scale in scales:
            scale = scales[self.scale]
            return replaced(self, levels=scale.levels, worth=scale.worth)
        if not entry.document.may_declare(self.scale):
            entry.report(UNKNOWN_SCALE, "scale", name=self.scale, near=nearest(self.scale, scales))
        return None

    @property
    def rising(self) -> tuple[str, ...]:
        """Letters from worst to best: the code of a letter is its place here."""
        return tuple(reversed(self.levels))

    @property
    def gap(self) -> GapKind:
        return "judgement"

    def columns(self, name: str) -> Iterator[Column]:
        for part in self._parts(name):
            yield Column(part, 0, len(self.levels) - 1)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        codes = {key: (code, self._spoken(key)) for code, key in enumerate(self.rising)}
        titles = tuple(title for _, title in codes.values())
        for part, said in self._parts(name).items():
            yield part, Term(Coded(name, said, index[part], titles), codes=codes, is_ordered=True)

    def _parts(self, name: str) -> Mapping[str, Sentence]:
        """Name of each column, and how it is called."""
        if not self.facets:
            return {name: self.sentence}
        return {
            f"{name}.{key}": say("{t}（{f}）", "{t} ({f})", t=self.title, f=facet)
            for key, facet in self.facets.items()
        }

    def _spoken(self, key: str) -> Sentence:
        title = self.levels[key]
        is_code = key.isascii() and key.islower() and len(key) > 1  # a name for machines
        if title == key or is_code:
            return plain(title)
        return say("{k}（{t}）", "{k} ({t})", k=key, t=title)

    @property
    def is_itemised(self) -> bool:
        """Whether each part is read without regard to the others."""
        return True

    @property
    def example(self) -> str:
        best = f'"{next(iter(self.levels))}"'
        graded = ", ".join(f"{key} = {best}" for key in self.facets)
        return f"{{ {graded} }}" if graded else best

    @property
    def layout(self) -> "Layout":
        from civscore.standard.blanks import Blank, Layout, one_of

        if not self.facets:
            return one_of(self.levels)
        return Layout(
            tuple(
                Blank((key,), "options", plain(title), self.levels)
                for key, title in self.facets.items()
            )
        )

    def read(self, value: Any, entry: Entry) -> Any:
        if not self.facets:
            return read_code(self, value, self.rising, entry)
        if not isinstance(value, dict):
            keys = ", ".join(f'{key} = "…"' for key in self.facets)
            refuse(self, value, (f"逐面的档次 {{ {keys} }}", f"a level each {{ {keys} }}"), entry)
            return None
        check_parts(value, tuple(self.facets), entry)
        asked = [key for key in self.facets if key in value]
        read = {key: read_code(self, value[key], self.rising, entry.at(key)) for key in asked}
        return {key: code for key, code in read.items() if code is not None}

    def reduce(self, value: Any, times: Times) -> Mapping[str, Interval]:  # noqa: ARG002
        return dict(value) if self.facets else {"": value}
