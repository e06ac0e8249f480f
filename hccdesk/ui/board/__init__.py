"""What the members of the board think, decide and sign: before the models are seen, and after."""
