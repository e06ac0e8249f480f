"""What the tumour board talks about, as frozen values: standard library and numpy only."""
