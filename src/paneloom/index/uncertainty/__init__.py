"""How much of a ranking is the choices of its maker: draws over recipes, and which choice matters most."""
