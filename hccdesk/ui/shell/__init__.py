"""The window around the screens: banner, rail, job strip, problem list."""
