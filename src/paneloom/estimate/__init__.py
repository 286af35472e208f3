"""Regressions and descriptions from records, and their tables."""
