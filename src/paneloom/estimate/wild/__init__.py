"""The wild cluster bootstrap, from the moments of each cluster."""
