"""Standards in which every criterion has several faults: something to check that is all wrong.

Two sorts of fault are told apart. Faults of *form* are seen table by table: unknown keys, missing
keys, wrong types, wrong options, bands without ends. Faults of *meaning* are seen once the form is
sound: facts nobody declared, broken expressions, bounds out of reach, overlapping bands, ids used
twice, sources nobody listed, points that do not add up.
"""

from collections.abc import Iterator
from itertools import count
from typing import Final

HEAD: Final = """\
[standard]
id = "faulty"
edition = "2026"
title = "处处有错的标准"
issuer = "无"
effective = { from = 2026-01-01 }
text = "model"
full = 100
source = "无"

[scoring]
decimals = 2
mode = "half_up"
at = "criterion"
compare = "exact"

[sources.A]
title = "来源"

[facts]
households = { kind = "count", title = "户数", unit = "户" }
has_plan = { kind = "flag", title = "有计划" }
hygiene = { kind = "rate", title = "卫生达标率", of = "抽查户", if_none = "zero" }
"""

SECTION: Final = """
[[section]]
id = "S{n}"
title = "第 {n} 个项目"
full = 10
"""

TIER: Final = """
[[tier]]
id = "达标"
total = 80
"""

OF_FORM: Final = """
  [[section.criterion]]
  id = "{n}"
  title = "第 {n} 条"
  clause = "按照要求做好相关工作，并保留记录备查。"
  full = "2"
  rol = "scored"
  role = "score"
  banded = {{ value = "hygiene", band = 1, bands = [
    {{ from = "90%", above = "80%", points = 2 }}, {{ point = 1 }} ] }}
  evidence = [{{ kind = "foto", title = "照片", at_least = -1, within = "one year" }}]
  basis = "our"
  guard = true
"""

OF_MEANING: Final = """
  [[section.criterion]]
  id = "{n}"
  title = "第 {n} 条"
  clause = "按照要求做好相关工作，并保留记录备查。"
  full = 2
  guard = "housholds >= 100"
  applies_if = "households >> 3"
  exempt_if = "hygiene >= 95"
  banded = {{ value = "hygiene", bands = [
    {{ from = "90%", upto = "95%", points = 1 }}, {{ from = "85%", upto = "91%", points = 1 }} ] }}
  basis = {{ of = "B", clause = "1" }}

  [[section.criterion]]
  id = "{n}"
  title = "第 {n} 条之二"
  full = 1
  all_of = ["has_plam", "hygiene >= 'A'", "households"]
  basis = {{ of = "B", clause = "1" }}
"""

SOUND: Final = """
  [[section.criterion]]
  id = "{n}"
  title = "第 {n} 条"
  clause = "按照要求做好相关工作，并保留记录备查。"
  full = 2
  guard = "households >= 100 and has_plan"
  banded = {{ value = "hygiene", bands = [
    {{ from = "90%", points = 1 }}, {{ from = "95%", points = 2 }} ] }}
  evidence = [{{ kind = "photo", title = "照片", at_least = 2, within = "1y" }}]
  basis = {{ of = "A", clause = "1" }}
"""

FAULTS_IN_BLOCK: Final = 12
"""In a block of either sort; a section whose points do not add up is one more."""

IN_ONE_SECTION: Final = 40


def faulty_text(blocks: tuple[str, ...], size: int) -> tuple[str, int]:
    """A standard of at least so many bytes, made of these blocks in turn, and how many blocks."""
    parts, length = [HEAD], len(HEAD)
    for part in _parts(blocks):
        parts.append(part)
        length += len(part.encode())
        if length >= size:
            break
    return "".join([*parts, TIER]), len(parts) - 1


def partly_faulty_text(lines: int, faults: int) -> str:
    """A standard of so many lines, sound but for so many faults of both sorts, spread evenly."""
    faulty = [(OF_FORM, OF_MEANING)[n % 2] for n in range(-(-faults // FAULTS_IN_BLOCK))]
    taken = (HEAD + SECTION + TIER + "".join(faulty)).count("\n")
    sound = max(0, lines - taken) // SOUND.count("\n")
    parts = [HEAD, SECTION.format(n=1)]
    for n, block in enumerate(faulty):
        first, last = (sound * step // len(faulty) for step in (n, n + 1))
        parts += [SOUND.format(n=f"{n}.{one}") for one in range(first, last)]
        parts.append(block.format(n=n))
    return "".join([*parts, TIER])


def _parts(blocks: tuple[str, ...]) -> Iterator[str]:
    for n in count():
        opening = SECTION.format(n=n // IN_ONE_SECTION) if n % IN_ONE_SECTION == 0 else ""
        yield opening + blocks[n % len(blocks)].format(n=n)
