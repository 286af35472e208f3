"""Places where the rows of a panel live."""
