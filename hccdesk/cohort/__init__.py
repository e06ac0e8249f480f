"""A site's clinical rows: read and checked."""
