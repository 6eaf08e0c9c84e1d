"""The bench of search: how often the text meant is among the first five, and how long that takes."""

from tests.bench.search.bench import bench_search

__all__ = ["bench_search"]
