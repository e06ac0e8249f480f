"""Making model bundles (torch, MONAI); not needed to run the program."""
