"""Files to observations: readers, layouts, numbers, names."""
