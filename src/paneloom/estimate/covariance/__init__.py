"""Covariance estimators, one to a file. Each takes a solution and records, and returns a (p + 1, p + 1) matrix.

The last row and column belong to the constant at the grand means.
"""
