"""Delivery: who is owed what, when, and what became of it."""
