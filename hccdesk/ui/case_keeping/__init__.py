"""The cases without their widgets: kept as one works, found again, opened again."""
