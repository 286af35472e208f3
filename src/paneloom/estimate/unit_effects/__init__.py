"""Unit effects as random: rows by unit, variance components, generalised least squares, the test of unit means."""
