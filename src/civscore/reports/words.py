"""The fixed words of every report, in both languages, once."""

from collections.abc import Mapping, Sequence
from typing import Final

from civscore.scoring.gates import GateResult
from civscore.scoring.tiers import TierResult
from civscore.sentences import Language

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "met": ("满足", "met"),
    "partly_met": ("部分满足", "partly met"),
    "not_met": ("未满足", "not met"),
    "unproven": ("待证", "unproven"),
    "not_applicable": ("不参评", "not applicable"),
    "exempt": ("免检", "exempt"),
    "reached": ("已达到", "reached"),
    "possible": ("补齐佐证后可达到", "possible once proven"),
    "out_of_reach": ("未达到", "out of reach"),
    "clear": ("未触发", "clear"),
    "triggered": ("已触发", "triggered"),
    "unknown": ("未能认定", "unknown"),
    "scored": ("评分项", "scored"),
    "bonus": ("加分项", "bonus"),
    "control": ("控制项", "control"),
    "veto": ("一票否决项", "veto"),
    "advice": ("倡导项", "advice"),
    "gate": ("门槛", "gate"),
    "gates": ("门槛", "gates"),
    "open": ("已过", "open"),
    "shut": ("未过", "shut"),
    "not_eligible": ("不具备参评资格", "not eligible"),
    "out_of_scope": ("不属于评定范围", "out of scope"),
    "if_open": ("若门槛已过，可达到等级", "tier reached if the gates were open"),
    "score_if_open": ("以下为若门槛已过的得分", "what follows is the score if the gates were open"),
    "condition": ("等级条件", "condition of the tier"),
    "scope": ("评定范围", "scope"),
    "conditional": ("不是称号的结论", "conditional"),
    "negative": ("负面名单", "list"),
    "listed": ("已列入", "listed"),
    "may_be_listed": ("未能认定", "may be listed"),
    "not_listed": ("未列入", "not listed"),
    "mend_within": ("限期 {n} 内整改，不是称号", "to mend within {n}; no title"),
    "named_by": ("由{who}命名", "named by {who}"),
    "collect": ("补佐证", "collect proof"),
    "fix": ("整改", "fix"),
    "wait": ("待期满", "wait"),
    "ask": ("须向外查明", "ask others"),
    "official": ("发布机关原文", "the issuer's own text"),
    "extract": ("原文节录", "an extract of the issuer's text"),
    "model": ("示范文本，条文和分值不都是发布机关的原文", "a model text, not all the issuer's own"),
    "full": ("满分", "full"),
    "earned": ("已得", "earned"),
    "lost": ("已失", "lost"),
    "points": ("分", ""),
    "adjustment": ("总分调整", "adjustment"),
    "weight": ("权重 {n}，", "weight {n}, "),
    "in_total": ("折合总分", "in the total"),
    "total": ("总分", "total"),
    "as_of": ("评定基准日", "as of"),
    "text": ("标准文本", "text of the standard"),
    "tiers": ("等级", "tiers"),
    "title": ("称号", "title"),
    "sections": ("测评项目", "sections"),
    "vetoes": ("一票否决", "vetoes"),
    "criteria": ("逐条评定", "criteria"),
    "next": ("下一步", "next"),
    "nothing": ("没有可做的步骤", "no step left"),
    "no_tier": ("尚未达到任何等级", "no tier reached"),
    "tier_is": ("已达到等级", "tier reached"),
    "needless": ("不适用", "does not come up"),
    "qualifies": ("符合条件，结果待定", "qualifies, undecided"),
    "could_be_named": (
        "最高可能达到（名额、名次或下级另定，不保证）",
        "highest tier that others may grant",
    ),
    "could_be": ("补齐佐证后最高可达", "highest tier once proven"),
    "gap": ("差距", "gap"),
    "counted": ("（计入等级的分 0–{most}）", "(points that count for a tier 0–{most})"),
    "steps": ("{kind}（{n}）", "{kind} ({n})"),
    "clause": ("条文", "clause"),
    "of_clause": ("条款", "clause"),
    "outcome": ("评定", "outcome"),
    "because": ("依据", "because"),
    "evidence": ("佐证", "evidence"),
    "admitted": ("采信", "admitted"),
    "scores": ("评分", "scores"),
    "robustness": ("结论稳不稳", "how firm the verdict is"),
    "basis": ("数字出处", "where the numbers come from"),
    "ours": ("本标准拟定", "ours"),
    "gain": ("可得", "gains"),
    "more": ("其余 {n} 项见 civscore gaps", "{n} more in civscore gaps"),
    "no_step_needed": ("无须补做", "nothing to do"),
    "blocks": ("未满足的条件", "conditions not reached"),
    "recorded": (
        "数据项共 {n} 个，已填报 {k} 个；佐证要求共 {asked} 项，已满足 {met} 项",
        "{k} of {n} facts recorded; {met} of {asked} evidence requirements met",
    ),
    "rounding": (
        "提请注意：“{tier}”的结论取决于比较精确总分还是取舍后的总分，标准已写明按哪一种",
        "note: “{tier}” hangs on whether exact or rounded totals are compared, as declared",
    ),
    "standing": ("评定结果", "where it stands"),
    "counted_points": ("计入等级的分", "points that count for a tier"),
    "blocks_next": ("离下一等级还差：", "short of the next tier: "),
    "section": ("项目", "section"),
    "section_table": ("测评项目得分表", "table of sections"),
    "profile": ("分布", "profile"),
    "todo": ("要做的事", "what to do"),
    "to_criteria": ("跳到逐条评定", "skip to the criteria"),
    "all_clear": ("全部未触发", "all clear"),
}


def word(name: str, language: Language) -> str:
    """A fixed word."""
    zh, en = _WORDS[name]
    return zh if language == "zh" else en


_ON_A_LIST: Final = {
    "reached": "listed",
    "possible": "may_be_listed",
    "out_of_reach": "not_listed",
}


def status_word(tier: TierResult, language: Language) -> str:
    """How a community stands with a tier."""
    if tier.is_needless:
        return word("needless", language)
    if tier.qualifies:
        return word("qualifies", language)
    return status_said(tier.status, tier.standing, language)


def status_said(status: str, standing: str, language: Language) -> str:
    """A status of a tier, or of a list."""
    return word(_ON_A_LIST[status] if standing == "negative" else status, language)


def could_be(titles: Sequence[TierResult], language: Language) -> str:
    """How the highest title is announced that is not out of reach."""
    left = [one for one in titles if one.status != "out_of_reach"]
    hangs = bool(left) and left[-1].hangs_on_field
    return word("could_be_named" if hangs else "could_be", language)


def said_of(tier: TierResult, language: Language) -> tuple[str, ...]:
    """What the standard says of a tier beside its demands."""
    said = []
    if tier.tier.within is not None:
        span = tier.tier.within.zh if language == "zh" else tier.tier.within.en
        said.append(word("mend_within", language).format(n=span))
    if tier.tier.named_by:
        said.append(word("named_by", language).format(who=tier.tier.named_by))
    return tuple(said)


def gate_word(gate: GateResult, language: Language) -> str:
    """Whether a gate is open and, of one that is shut, what a community then is."""
    state = word(gate.status, language)
    if gate.status != "shut":
        return state
    return (
        f"{state}，{word(gate.clause.effect, language)}"
        if language == "zh"
        else (f"{state}, {word(gate.clause.effect, language)}")
    )
