"""Addresses of the web; parse is there, what fetches them is not."""
