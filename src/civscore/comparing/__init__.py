"""Two editions compared: what changed clause by clause, and what that changes for a community."""
