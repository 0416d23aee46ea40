"""Trying a standard 试算: its tests as data, boundary cases made from its numbers, coverage."""
