"""What a text says that extends another standard 补充规定： additions, changes and removals.

    [extends]
    standard = "example-city@2026"

    [change.criterion."3.1"]
    full = 8

    [[criterion]]
    under = "3"
    id = "3.9"

    [remove]
    criteria = ["2.4"]

Additions are written as in any standard; a criterion, and a section that is not at the top, says
what it stands under. Here only the shape is declared: what the tables hold is checked where the
tailored standard is read as a whole.
"""

from typing import Any, TypeAlias

from civscore.values import Declared

Table: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, dict[str, Any]]


class Extends(Declared):
    """The `[extends]` table."""

    standard: str
    """上级标准：内置标准写 id@版本，文件写相对于本文件的路径 |
    The standard it rests on: a bundled id@edition, or a path relative to this file."""


class Changes(Declared):
    """The `[change…]` tables: new values of keys, by kind and name."""

    scoring: Table = {}  # noqa: RUF012 - never changed
    """修改计分规则中的键 | Keys of the scoring table."""

    source: Tables = {}  # noqa: RUF012
    """修改来源 | Sources, by name."""

    fact: Tables = {}  # noqa: RUF012
    """修改数据项 | Facts, by name."""

    parameter: Tables = {}  # noqa: RUF012
    """修改参数 | Parameters, by name."""

    section: Tables = {}  # noqa: RUF012
    """修改测评项目，不含其中的条款 | Sections, by id, without what stands in them."""

    criterion: Tables = {}  # noqa: RUF012
    """修改条款 | Criteria, by id."""

    gate: Tables = {}  # noqa: RUF012
    """修改门槛 | Gates, by id."""

    veto: Tables = {}  # noqa: RUF012
    """修改一票否决 | Vetoes, by id."""

    tier: Tables = {}  # noqa: RUF012
    """修改等级 | Tiers, by id."""


class Removals(Declared):
    """The `[remove]` table: what no longer holds, by name."""

    sources: tuple[str, ...] = ()
    """删去的来源 | Sources that are removed."""

    facts: tuple[str, ...] = ()
    """删去的数据项 | Facts that are removed."""

    parameters: tuple[str, ...] = ()
    """删去的参数 | Parameters that are removed."""

    sections: tuple[str, ...] = ()
    """删去的测评项目，连同其中的条款 | Sections that are removed with what stands in them."""

    criteria: tuple[str, ...] = ()
    """删去的条款 | Criteria that are removed."""

    gates: tuple[str, ...] = ()
    """删去的门槛 | Gates that are removed."""

    vetoes: tuple[str, ...] = ()
    """删去的一票否决 | Vetoes that are removed."""

    tiers: tuple[str, ...] = ()
    """删去的等级 | Tiers that are removed."""


class Placing(Declared):
    """Keys of an added table that only say where it goes."""

    under: str | None = None
    """加在哪个测评项目之下，写编号 | The section it is added under."""

    before: str | None = None
    """加在同一层的哪一个之前；不写是最后 | The one it is put before; at the end if not given."""


class Amendments(Declared):
    """A whole text that extends another."""

    extends: Extends
    """依据哪个上级标准；以下只写改动 | The standard it rests on; the rest are its changes."""

    standard: Table
    """补充规定本身：编号、版本、名称、发布机关、生效日 |
    What the supplement itself is: id, edition, title, issuer, dates."""

    scoring: Any = None
    """计分规则随上级标准；要改写 [change.scoring] | Inherited; change it by `[change.scoring]`."""

    sources: Tables = {}  # noqa: RUF012
    """增加的来源 | Sources that are added."""

    facts: Tables = {}  # noqa: RUF012
    """增加的数据项 | Facts that are added."""

    parameters: Tables = {}  # noqa: RUF012
    """增加的参数 | Parameters that are added."""

    section: tuple[Table, ...] = ()
    """增加的测评项目 | Sections that are added."""

    criterion: tuple[Table, ...] = ()
    """增加在已有测评项目之下的条款 | Criteria added under a section there is."""

    gate: tuple[Table, ...] = ()
    """增加的门槛 | Gates that are added."""

    veto: tuple[Table, ...] = ()
    """增加的一票否决 | Vetoes that are added."""

    tier: tuple[Table, ...] = ()
    """增加的等级 | Tiers that are added."""

    change: Changes = Changes()
    """修改：按类别和编号写出有变的键 | Changed keys, by kind and id."""

    remove: Removals = Removals()
    """删去：按类别列出编号；写在一处修改之中，则是删去的键 |
    What is removed, by kind; within a change, keys that are dropped."""
