"""Many rows at once: the formulas that judge one community, on whole columns.

    table → `spreading` → `recorded` → `worth` → `worths` → `standings` → `figures`
            cells read     rows        points    sums       tiers         columns of a result

`chunks` is the door: it judges a table some rows at a time. What columns are enough for `proving`
finds out beforehand, with `bounds`. The points of a criterion are looked up (`lookups`) or worked
out by its formula, noted down as steps (`formulas`, `spans`, `steps`); `adding` adds them up.
"""
