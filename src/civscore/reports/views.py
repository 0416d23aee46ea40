"""What everybody may see of an assessment 公示： the same points, without what was said of anybody.

Left out are notes, remarks and reasons, who recorded what, what was said of each event and sample,
every piece of evidence – its file, title, issuer and picture – and why pieces were refused. Points,
conclusions, clauses and what is lacking stay. Numbers by which a person is known are covered in any
view, which is the renderers' affair.
"""

from collections.abc import Mapping

from civscore.assessment import Assessment, settle
from civscore.evidence.admitting import Admission, Shortfall
from civscore.evidence.digests import digest_of
from civscore.evidence.model import Bundle
from civscore.sentences import say
from civscore.standard.rows import Record
from civscore.values import replaced

_WHY = say("理由不公示", "the reason is not published")


def publish(assessment: Assessment) -> Assessment:
    """The assessment as everybody may see it: judged again, without what is left out."""
    seen = _bundle(assessment.bundle)
    admissions = {name: _admission(one) for name, one in assessment.admissions.items()}
    return settle(assessment.whole, seen, seen.times(assessment.as_of), lambda _: admissions)


def _bundle(bundle: Bundle) -> Bundle:
    scores = {
        assessor: {name: replaced(one, reason="") for name, one in given.items()}
        for assessor, given in bundle.scores.items()
    }
    return replaced(
        bundle,
        community=replaced(bundle.community, note=""),
        head=replaced(bundle.head, note="", assessor=""),
        records=_records(bundle.records),
        pieces=(),
        scores=scores,
        view="public",
        sha256=digest_of(bundle),
    )


def _records(records: Mapping[str, Record]) -> Mapping[str, Record]:
    """Values that hold words about somebody say themselves what is public of them."""
    return {
        name: replaced(one, value=getattr(one.value, "public", one.value), assessor="", reason="")
        for name, one in records.items()
    }


def _admission(admission: Admission) -> Admission:
    outcomes = tuple(_outcome(one) for one in admission.outcomes)
    return replaced(admission, outcomes=outcomes)


def _outcome(outcome: Shortfall) -> Shortfall:
    return replaced(outcome, refused=tuple((name, _WHY) for name, _ in outcome.refused))
