"""What was drawn, for a terminal: each frame, each unit in order, and how anybody can check it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from civscore.evidence.frames import Frame
from civscore.reports.layout import WIDTH, cell_len, padded, wrapped
from civscore.sentences import Language, Sentence, say
from civscore.standard.drawing import DrawnFact
from civscore.standard.plan import Plan
from civscore.starting.draws import Draw
from civscore.starting.forms import chosen, how_to_check, labelled, said_of

_LOT: Final = 16
"""Characters of a lot that are shown."""


def drawn(plan: Plan, community: str, draws: Sequence[Draw], seed: str, language: Language) -> str:
    """The draws, and how to check them."""

    def lines() -> Iterator[str]:
        yield from _head(plan, community)
        for one in draws:
            yield ""
            yield _rule(f"{one.fact.title}（{one.name}）")
            yield from (said.text(language) for said in said_of(one))
            for number, role, lot in chosen(one):
                names = padded(labelled(lot), 34) + padded(lot.stratum, 16)
                yield f"  {role.text(language)} {number:>3}  {names}{lot.digest[:_LOT]}"
        yield ""
        yield _rule(say("怎样核对", "How to check").text(language))
        for said in how_to_check(draws, seed):
            text = said.text(language)
            yield text if text.startswith(" ") else wrapped(text, indent="   ", first="")

    return "\n".join(line.rstrip() for line in lines()) + "\n"


def before_the_draw(
    plan: Plan,
    community: str,
    facts: Mapping[str, DrawnFact],
    frames: Mapping[str, Frame],
    language: Language,
) -> str:
    """What is to be made public before there is a seed: the frames and their digests."""

    def said() -> Iterator[Sentence]:
        for name, fact in facts.items():
            frame = frames.get(fact.frame or name)
            values = {"t": fact.title, "n": name, "k": fact.due}
            if frame is not None:
                zh = "{t}（{n}）：应抽 {k}，抽样框共 {m} 个单元，摘要 {d}"
                en = "{t} ({n}): {k} due, a frame of {m}, digest {d}"
                yield say(zh, en, **values, m=len(frame.units), d=frame.digest)
        yield say(
            "请先公布以上摘要，再产生种子（如某日的开奖号码），然后加 --seed 种子",
            "Make these digests public, then find a seed, then add --seed SEED",
        )

    told = [*_head(plan, community), *(wrapped(one.text(language)) for one in said())]
    return "\n".join(told) + "\n"


def _head(plan: Plan, community: str) -> tuple[str, ...]:
    return f"{community}  {plan.title}", f"{plan.standard.name}   sha256 {plan.sha256[:12]}"


def _rule(title: str) -> str:
    return f"── {title} " + "─" * max(0, WIDTH - cell_len(title) - 4)
