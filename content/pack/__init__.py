"""A pack: one neighbourhood's knowledge as a folder of small reviewed files."""
