"""What a built index tells: contributions, changes, coherence, ranks, strengths, coupling, obstacles."""
