"""Search: what a question means in words of the index, and which of the items found answer it best."""
