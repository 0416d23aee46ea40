"""What the least way to a tier costs: a hundred criteria, solved three times and judged again.

    python benchmarks/plan.py

prints each result as it comes and writes the table into docs/performance.md.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from measuring import Job, Result, in_turns, write_table

import civscore
from civscore.evidence.model import Bundle
from civscore.routes.answering import routes_to

ROOT: Final = Path(__file__).resolve().parents[1]
CRITERIA: Final = 100
SECONDS: Final = 1
NAMED: Final = {"example-dabiao": "标兵", "wenmiaoping": "达标"}
"""Communities of a bundled standard, and a tier for each: half way there, and hardly recorded."""

HEAD: Final = """
[standard]
id = "hundred"
edition = "2026"
title = "一百条"
issuer = "例"
effective = { from = 2026-01-01 }
text = "model"
source = "例"
full = 300
[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"
[[tier]]
id = "达标"
total = 240
each_section = "60%"
"""
KINDS: Final = (
    """
{ kind = "count", title = "数#", unit = "个", range = [0, 100] }
4
banded = { value = "f#", bands = [{ from = 5, points = 1 }, { from = 10, points = 3 }] }""",
    """
{ kind = "flag", title = "制度#" }
true
all_of = ["f#"]
evidence = [{ kind = "document", title = "文件" }]""",
    """
{ kind = "checklist", title = "设施#", items = { a = "甲", b = "乙", c = "丙" } }
{ a = true, b = false, c = false }
checklist = { of = "f#", each = 1 }""",
    """
{ kind = "rate", title = "率#", of = "应办", if_none = "zero" }
{ count = 50, of = 100 }
proportional = { value = "f#", to = "100%" }""",
    """
{ kind = "count", title = "场#", unit = "场", range = [0, 100] }
2
counted = { value = "f#", each = 0.5, cap = 3 }""",
)
"""Facts of several kinds, how each is recorded, and the criterion on it; three points each."""


def main() -> None:
    """Write the table."""
    with TemporaryDirectory() as folder:
        write_table("plan", [measure(Path(folder))])


def measure(folder: Path) -> Iterator[Result]:
    """A hundred criteria, and a bundled standard."""
    plan, bundle = hundred(folder)
    yield from timed(plan, bundle, "达标", f"{CRITERIA} 条")
    own = civscore.load_standard("civilized-community")
    for name, tier in NAMED.items():
        found = civscore.load_bundle(ROOT / "fixtures" / own.id / name, own)
        yield from timed(own, found, tier, f"文明社区，{len(own.criteria)} 条，{name} 到{tier}")


def timed(plan: civscore.Plan, bundle: Bundle, tier: str, said: str) -> Iterator[Result]:
    """A way and two others, beside the assessment it begins with."""
    one = civscore.assess(plan, bundle)
    routes = routes_to(one, tier)
    assert len(routes.ways) == len(("least", "another", "and another"))
    jobs: dict[str, Job] = {
        "assess": Job(lambda _: civscore.assess(plan, bundle)),
        "plan": Job(lambda _: routes_to(civscore.assess(plan, bundle), tier)),
    }
    found: Any = in_turns(jobs, turns=7)
    spent = found["plan"].median
    what = f"达标方案和另两种办法，{said}，不含导入库"
    ratio = found["plan"].ratio(found["assess"])
    yield Result(what, f"{spent:.2f} s", "`assess`", ratio, f"{SECONDS} s", spent <= SECONDS)


def hundred(folder: Path) -> tuple[civscore.Plan, Bundle]:
    """A standard of ten sections with ten criteria each, and a community half way."""
    facts, sections, records = [], [], []
    for n in range(CRITERIA):
        kind = KINDS[n % len(KINDS)].replace("#", str(n)).strip()
        fact, value, way = kind.split("\n", 2)
        facts.append(f"facts.f{n} = {fact}")
        records.append(f"f{n} = {value}")
        if n % 10 == 0:
            sections.append(f'[[section]]\nid = "{n // 10 + 1}"\ntitle = "项目"')
        sections.append(
            f'[[section.criterion]]\nid = "{n // 10 + 1}.{n % 10 + 1}"\ntitle = "条款"\n'
            f'full = 3\nbasis = "ours"\n{way}'
        )
    text = "\n".join([*facts, HEAD, *sections])
    (folder / "s.toml").write_text(text, encoding="utf-8")
    plan = civscore.load_standard(folder / "s.toml")
    head = '[bundle]\nstandard = "hundred@2026"\nas_of = 2026-06-30\nsource = "台账"\n'
    community = '[community]\nid = "a"\nname = "甲社区"\n'
    bundle = folder / "bundle.toml"
    bundle.write_text(f"{head}{community}[facts]\n" + "\n".join(records), encoding="utf-8")
    return plan, civscore.load_bundle(bundle, plan)


if __name__ == "__main__":
    main()
