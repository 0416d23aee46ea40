"""Formats of two results held against each other: one file each, found by name."""
