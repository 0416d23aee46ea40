"""Many communities at once: a table with one row a community, or a folder of bundles.

A row is a bundle laid flat: a column is a fact, or a part of one, and an empty cell is a fact that
is not recorded. Rows are read and judged by the very functions that read and judge a bundle, so a
community scored in a table and the same community scored alone give identical numbers.
"""
