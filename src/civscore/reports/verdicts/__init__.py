"""Formats of how firm a verdict is: one file each, found by name."""
