"""What a standard is: the page `explain` prints for an id, `id@edition` or file."""

from collections.abc import Iterator

from civscore.exact import text_of
from civscore.reports.words import word
from civscore.sentences import Language, Sentence, say
from civscore.standard.editions import Edition, edition_of
from civscore.standard.plan import Plan
from civscore.standard.shelf import bundled_standards


def introduce(plan: Plan, language: Language = "zh") -> str:
    """The head of a standard, what it extends, and the editions it has on the shelf."""
    head = plan.standard.standard
    kind = {"zh": "标准", "en": "standard"}[language]
    lines = [f"[{kind}] {plan.standard.name} {plan.title}"]
    lines += [f"  {sentence.text(language)}" for sentence in _sentences(plan)]
    lines.append(f"  {word('text', language)}: {word(head.text, language)}")
    lines += [f"  {text}" for text in (head.source, head.note) if text]
    return "\n".join(lines) + "\n"


def _sentences(plan: Plan) -> Iterator[Sentence]:
    head = plan.standard.standard
    yield say("发布：{name}", "issued by {name}", name=head.issuer)
    effective = head.effective
    own = Edition(head.id, head.edition, effective.start, effective.until)
    others = [
        one
        for standard, _, file in bundled_standards()
        if standard == head.id and (one := edition_of(file)) is not None
    ]
    editions = tuple(one.said for one in sorted({own, *others}, key=lambda one: one.start))
    yield say("版本：{all}", "editions: {all}", all=editions)
    if plan.bases:
        yield say("依据：{bases}", "extends: {bases}", bases=plan.bases)
    yield say(
        "满分 {full} 分；测评项目 {sections} 个，条款 {criteria} 条，一票否决 {vetoes} 项",
        "{full} points; {sections} sections, {criteria} criteria, {vetoes} vetoes",
        full=text_of(head.full),
        sections=len(plan.sections),
        criteria=len(plan.criteria),
        vetoes=len(plan.vetoes),
    )
    yield say("等级：{tiers}", "tiers: {tiers}", tiers=tuple(one.tier.id for one in plan.tiers))
