"""The report: its real pages, what is chosen about them, and their way to paper."""
