"""grade 等级评定：考评员评出的档次，由好到差列出。

    [facts.hygiene]
    kind = "grade"
    title = "环境卫生状况"
    levels = { A = "好", B = "较好", C = "一般", D = "差" }

佐证包中记为 `hygiene = "B"`。条件中写 `hygiene >= 'B'`（B 或更好）。

- *顺序？* 就是书写的顺序，最好的在最前。
- *还没评？* 不填。得分是区间：最差一档到最好一档。

English: a level given by an assessor, best first.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from civscore.sentences import plain
from civscore.standard.document import Entry
from civscore.standard.facts import Fact
from civscore.standard.facts.choice import read_code
from civscore.standard.numbers import Fewest
from civscore.standard.parsing import Term
from civscore.standard.quantities import Coded
from civscore.standard.rows import Column, GapKind, Interval


class Grade(Fact):
    """One of several ordered levels."""

    levels: Annotated[dict[str, str], Fewest(2)]
    """档次 → 名称，最好的在最前 | Letter → title, best first."""

    @property
    def rising(self) -> tuple[str, ...]:
        """Letters from worst to best: the code of a letter is its place here."""
        return tuple(reversed(self.levels))

    @property
    def gap(self) -> GapKind:
        return "judgement"

    def columns(self, name: str) -> Iterator[Column]:
        yield Column(name, 0, len(self.levels) - 1)

    def terms(self, name: str, index: Mapping[str, int]) -> Iterator[tuple[str, Term]]:
        codes = {key: (code, plain(self._spoken(key))) for code, key in enumerate(self.rising)}
        titles = tuple(title for _, title in codes.values())
        quantity = Coded(name, self.sentence, index[name], titles)
        yield name, Term(quantity, codes=codes, is_ordered=True)

    def _spoken(self, key: str) -> str:
        title = self.levels[key]
        return title if title == key else f"{key}({title})"

    @property
    def example(self) -> str:
        return f'"{next(iter(self.levels))}"'

    def read(self, value: Any, entry: Entry) -> Interval | None:
        return read_code(self, value, self.rising, entry)
