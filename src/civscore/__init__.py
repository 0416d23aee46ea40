"""civscore: score a community's evidence bundle against a declared standard.

    import civscore

    standard = civscore.load_standard("civilized-community")
    bundle = civscore.load_bundle("fixtures/civilized-community/wenmiaoping", standard)
    assessment = civscore.assess(standard, bundle)
    print(assessment.total.earned, assessment.tier, assessment.gaps("先进").summary)

Values are immutable. Anything wrong with a file is raised as `Faulty`, which carries diagnostics.
"""

from typing import TYPE_CHECKING, Any

from civscore.assessment import Assessment, assess
from civscore.diagnostics import Diagnostic, Faulty, Location
from civscore.evidence.model import Bundle
from civscore.evidence.reading import load_bundle
from civscore.gaps.gap import Gap
from civscore.gaps.steps import Step
from civscore.scoring.findings import CriterionResult, Split
from civscore.standard.plan import Plan
from civscore.standard.shelf import load_standard

if TYPE_CHECKING:
    from civscore.cohorts.frames import score_frame
    from civscore.comparing.standards import compare_standards

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Bundle",
    "CriterionResult",
    "Diagnostic",
    "Faulty",
    "Gap",
    "Location",
    "Plan",
    "Split",
    "Step",
    "assess",
    "compare_standards",
    "load_bundle",
    "load_standard",
    "score_frame",
]


def __getattr__(name: str) -> Any:
    """What scoring does not need is imported when it is first asked for."""
    if name == "compare_standards":
        from civscore.comparing.standards import compare_standards

        return compare_standards
    if name == "score_frame":
        from civscore.cohorts.frames import score_frame

        return score_frame
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
