"""A look at raw files: what they are, how they are laid out, what they hold; and a first study that reads them."""
