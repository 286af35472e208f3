"""A project: the steps of a run, and the files it writes all together."""
