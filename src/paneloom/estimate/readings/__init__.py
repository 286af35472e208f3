"""What can be read from a table of estimates, one reading to a file."""
