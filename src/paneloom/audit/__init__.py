"""What a study has not done and would be asked for."""
