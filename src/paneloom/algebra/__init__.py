"""Additive records, and the sweep and solve on them: NumPy only."""
