"""Composite indices: bounds, weights, scores, ranks, and their tables."""
