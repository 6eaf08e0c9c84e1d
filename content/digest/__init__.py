"""Digests: what of the news stands in one, under which heading, and what is counted instead."""
