"""What is shown 佐证: a community's recorded facts and pieces of evidence, and what is admitted."""
