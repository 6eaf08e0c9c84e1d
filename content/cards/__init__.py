"""Cards: each kind of item as a short text, with who says it, when, and how fresh it is."""
