"""The way to a tier 达标方案: the least that has to be done so that a tier is reached."""
