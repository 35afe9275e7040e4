"""A record as one HTML file that works offline: complete without scripts, live with them."""
