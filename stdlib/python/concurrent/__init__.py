"""Running things at the same time: see `concurrent.futures`."""
