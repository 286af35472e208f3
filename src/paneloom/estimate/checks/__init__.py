"""Tests of a fitted model, one to a file; each returns a Check."""
