"""Several kept cases scored in one go, as widgets and without."""
