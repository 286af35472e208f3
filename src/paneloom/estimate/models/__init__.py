"""Models that are not a regression on swept columns, one to a file."""
