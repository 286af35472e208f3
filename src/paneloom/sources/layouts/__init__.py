"""How tables are laid out."""
