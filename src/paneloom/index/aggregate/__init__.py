"""Bringing weighted indicators together, one method in one file."""
