"""What is said of a table whose keys do not go together, by the reason it was refused."""

from collections.abc import Mapping
from typing import Final

SHAPES: Final[Mapping[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "range_or_only": (
        ("range 与 only 须且只须写一个，range 由小到大", "either range (rising) or only"),
        ("写 range = [0, 4] 或 only = [5, 3, 2]", "write range = [0, 4] or only = [5, 3, 2]"),
    ),
    "only_twice": (
        ("only 里有重复的分值", "a score is there twice in only"),
        ("每个分值只写一次", "list each score once"),
    ),
    "points_or_each": (
        ("points 与 each 须且只须写一个", "either points or each"),
        ("写 points = [0, 1, …] 或 each = 1", "write points = [0, 1, …] or each = 1"),
    ),
    "worth_or_points": (
        ("worth 与 points 只能写一个，不与 shares 同写 points", "worth or points; shares alone"),
        ('写 worth = { A = "100%" } 或 points = { A = 4 }', "write worth or points"),
    ),
    "levels_or_scale": (
        ("levels 与 scale 须且只须写一个，worth 跟着 levels", "either levels or a scale"),
        ('写 levels = { A = "好", … } 或 scale = "abcd"', "write levels, or scale"),
    ),
    "field_keys": (
        ("这一类栏目的键不对", "these keys do not go with the kind of field"),
        ("deadline 配 since、within，schedule 配 since、steps；见 civscore explain register",
         "see civscore explain register"),
    ),
    "whole_certificate": (
        ("证明是整个社区的，不能逐件、分面要", "a certificate is of the whole, not of a part"),
        ("请删去 each_of、facet，或写成条款的佐证要求", "remove each_of and facet"),
    ),
    "facet_leaves": (
        ("一个面不能单独不参评", "a facet alone cannot leave the sum"),
        ("请改 absent，或删去 facet", "change absent, or remove facet"),
    ),
    "same_field": (
        ("same 要写一个文字栏目的名字", "same names a text field"),
        (
            'fields 里写 place = { kind = "text", title = "地点" }，再写 same = "place"',
            "declare a field of kind text",
        ),
    ),
    "not_a_class": (
        ("life、reset 里只能写 classes 里的类", "life and reset name classes"),
        ("请核对拼写", "check the spelling"),
    ),
    "uneven_steps": (
        ("for 不是 each 的整倍数", "for is no whole number of intervals"),
        ('如 { for = "12m", each = "2m" }', 'e.g. { for = "12m", each = "2m" }'),
    ),
    "band_ends": (
        ("一档要有一个下端（from 或 above）或一个上端（upto 或 below）", "a band needs an end"),
        ("同一端不能写两种，至少写一端", "one kind for each end, at least one end"),
    ),
    "below_or_above": (
        ("目标 below 与 above 须且只须写一个", "either below or above"),
        ("越高越好写 below，越低越好写 above", "below where more is better, else above"),
    ),
    "value_or_each": (
        ("value 配一个 each；或 each 按名字列出", "value with one each, or each by name"),
        ("见 civscore explain counted", "see civscore explain counted"),
    ),
    "of_and_each": (
        ("of 与 each 要同时写，或写 faults、losses", "of goes with each; or faults, losses"),
        ("见 civscore explain deduction", "see civscore explain deduction"),
    ),
    "each_or_bands": (
        ("each 与 bands 须且只须写一个；per 与 started 同写，只配 each", "each or bands"),
        ("见 civscore explain deduction", "see civscore explain deduction"),
    ),
    "sampled_keys": (
        ('by = "{by}" 的键不对', 'wrong keys for by = "{by}"'),
        ("passing 配 points;failing 配 each 和 floor;all、share 不配", "see explain sampled"),
    ),
    "veto_effect": (
        ("cap、drop、tier 须且只须写一个，until 只配 tier", "exactly one of cap, drop and tier"),
        ("drop 写 1 或更多，如 effect = { drop = 1 }", "e.g. effect = { drop = 1 }"),
    ),
    "places_or_share": (
        ("places 与 share 须且只须写一个，round 和 of 只配 share，share 不过 100%", "one of them"),
        ('写 places = 4 或 share = "30%"、round = "down"', "places = 4, or share and round"),
    ),
    "by_and_ties": (
        ("by 与 ties 要同时写", "ties goes with by"),
        ('写 by = "total"、ties = "all"', 'write by = "total", ties = "all"'),
    ),
    "first_or_last": (
        ("n 与 last 须且只须写一个，写 1 或更多", "either n or last, at least 1"),
        ("写 n = 10 或 last = 3", "write n = 10, or last = 3"),
    ),
    "how_many_children": (
        ("places、share、not_known 须且只须写一个，round 只配 share", "one of the three"),
        ('写 places = 3，或 share = "50%"、round = "up"', "places = 3, or share and round"),
    ),
    "times_or_largest": (
        ("times、largest_loss 只写一个，of 只配 times", "either times or largest_loss; of: times"),
        ("系数写 times，一事不二扣写 largest_loss", "write times for a factor, else largest_loss"),
    ),
    "per_of_future": (
        ("今后的时间还没有到，不能按期要材料", "there is nothing yet of each period to come"),
        ("per 与 covers 的 future 只写一个", "write per, or a future to be covered"),
    ),
    "tier_keys": (
        ("within 只配有条件的等级，exit 只配负面名单", "within or exit does not go with it"),
        (
            "within 配 conditional，exit 配 negative；负面名单不写 named_by",
            "within goes with “conditional”, exit with “negative”, which has no named_by",
        ),
    ),
    "bad_part": (
        ("“{name}”不能作这里的键", "“{name}” cannot be a key here"),
        ("用英文字母、数字和下划线，避开记录时另有含义的名字", "letters, digits, underscores"),
    ),
    "range_too_fine": (
        ("range 的小数位多于 decimals", "range has more decimals than declared"),
        ("请使两者一致", "make them agree"),
    ),
    "range_falls": (
        ("range 的下限高于上限", "the range falls"),
        ("由小到大写两个数", "write two numbers, rising"),
    ),
    "from_or_peers": (("没有写由谁提供", "nobody supplies it"), ("写 from 或 peers", "add from")),
    "series_of": (
        ("写了 of，每期是比率：不写 range 和 decimals，须写 if_none", "with of: if_none, no range"),
        ('补上 if_none = "unproven"，删去 range 和 decimals', "add if_none; remove the others"),
    ),
    "base_per": (
        ("base 不是 per 那样长的一期", "base is no period of the length that per says"),
        ("写成 {example} 的样子", "write it like {example}"),
    ),
    "no_width": (
        ("起点 from 与目标 to 相等", "from equals to"),
        ("请使两者不同", "make them differ"),
    ),
    "negative": (("这里的数不能为负", "not below zero"), ("请写不小于零的数", "zero or more")),
    "unknown_answer": (
        ("favourable 里的“{name}”不在 answers 中", "“{name}” is not among the answers"),
        ("请核对拼写", "check the spelling"),
    ),
    "worth_of_answers": (
        ("worth 要写 answers 里的每一种回答，不能有别的", "worth is of every answer and no other"),
        ("请逐种写出", "write one for each answer"),
    ),
    "unknown_group": (
        ("quotas 里的“{name}”不在 groups 中", "“{name}” is not among the groups"),
        ("请核对拼写，或补上 groups", "check the spelling, or add it to groups"),
    ),
    "returned_beyond": (
        ("回收率应大于零、不超过 100%", "the share returned is above zero, 100% at most"),
        ('如 returned = "80%"', 'e.g. returned = "80%"'),
    ),
    "accepts_anything": (
        (
            '写了 if_short = "accept"，quotas、returned、by 就不起作用',
            "with “accept” quotas, returned and by mean nothing",
        ),
        ('改为 if_short = "unproven"，或删去这些要求', "write “unproven”, or remove them"),
    ),
    "even_length": (
        ("range 要写两个数", "range has two numbers"), ("如 range = [0, 100]", "range = [0, 100]"),
    ),
}  # fmt: skip
