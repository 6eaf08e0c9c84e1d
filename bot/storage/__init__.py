"""Storage: the only SQL, one typed class a table."""
