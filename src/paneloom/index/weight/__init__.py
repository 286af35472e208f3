"""Weights of indicators, one method in one file."""
