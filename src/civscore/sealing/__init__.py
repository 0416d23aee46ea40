"""Sealing 封存： bundles in bags that show every later change, results worked out again."""
