"""A look at observed values before any is filled: what is doubtful, by which rule, and what would be expected."""
