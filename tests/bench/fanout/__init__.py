"""The bench of delivery: how fast, how full and how politely one message reaches many chats."""

from tests.bench.fanout.bench import bench_fanout

__all__ = ["bench_fanout"]
