"""Formats of the way to a tier: one file each, found by name."""
