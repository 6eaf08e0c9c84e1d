"""Tests of search: what a question means, and what answers it."""
