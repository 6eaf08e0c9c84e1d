"""Measurements with the peer in the same run: ``make bench``. Nothing here is a test; machines are noisy, quote ratios."""
