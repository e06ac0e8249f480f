"""What we keep on disk: model bundles and results."""
