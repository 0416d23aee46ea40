"""What assessors gave, checked: who, for which criterion, how many points, and why."""

from collections.abc import Mapping
from decimal import Decimal

from civscore.diagnostics import found_text, nearest
from civscore.evidence.model import Score
from civscore.evidence.reading import UNKNOWN_CLAUSE
from civscore.exact import scaled
from civscore.standard.chapters.assessors import SELF, UNKNOWN_ASSESSOR, assessors_of
from civscore.standard.document import Entry
from civscore.standard.facts import read_scaled
from civscore.standard.facts.judged import REASON_MISSING, Judged
from civscore.standard.mechanisms.judged import Judged as ByJudgement
from civscore.standard.model import POINTLESS
from civscore.standard.plan import Plan, PlannedCriterion


def read_scores(
    scores: Mapping[str, Mapping[str, Decimal | Score]], entry: Entry, plan: Plan
) -> Mapping[str, Mapping[str, Score]]:
    """The scores by assessor and criterion; what is faulty is noted in the entry and left out."""
    chapter = assessors_of(plan)
    known = {one.id: one for one in plan.criteria if one.role not in POINTLESS}
    found: dict[str, dict[str, Score]] = {}
    for assessor, given in scores.items():
        if assessor not in chapter.titles:
            near = nearest(assessor, chapter.titles)
            entry.report_key(UNKNOWN_ASSESSOR, assessor, name=assessor, near=near)
            continue
        found[assessor] = {}
        for name, value in given.items():
            place = entry.at(assessor, name)
            if name not in known:
                near = nearest(name, known)
                entry.at(assessor).report_key(UNKNOWN_CLAUSE, name, name=name, near=near)
                continue
            score = value if isinstance(value, Score) else Score(points=value)
            place = place.at("points") if isinstance(value, Score) else place
            _check(score, known[name], plan, place, is_own=assessor == SELF)
            found[assessor][name] = score
    return found


def _check(
    score: Score, planned: PlannedCriterion, plan: Plan, entry: Entry, *, is_own: bool
) -> None:
    """Points no finer and no more than the criterion allows, with a reason where some are lost."""
    scoring, criterion = plan.standard.scoring, planned.criterion
    scale = 10**scoring.decimals
    full = criterion.full or Decimal(0)
    most = int(full * scale)
    if read_scaled(score.points, scale, (0, most), entry) is None:
        return
    if isinstance(criterion.way, ByJudgement):
        fact = plan.standard.facts[criterion.way.value]
        if isinstance(fact, Judged) and fact.read(score.points, entry) is None:
            return
    if not is_own and scaled(score.points, scale) < most and not score.reason.strip():
        found = found_text(score.points)
        form = f'{{ points = {found}, reason = "…" }}'
        entry.report(REASON_MISSING, title=criterion.title, found=found, form=form)
