"""What has to be settled before anything else: which clauses there are for a community."""

from decimal import Decimal

from civscore.gaps.steps import Step
from civscore.sentences import say
from civscore.standard.divided import Divided
from civscore.standard.rows import Row


def step_to_divide(divided: Divided, row: Row) -> Step:
    """The step that settles it."""
    zh, en = "{s}，才知道评哪些条款", "{s}: it decides which clauses there are"
    said = say(zh, en, s=divided.branches.to_settle(row))
    return Step("collect", "", "", "scope", "", said, Decimal(0), "evidence")
