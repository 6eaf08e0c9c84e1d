"""The bench of curation: how well what arrives is grouped and matched, and what that costs as the store grows."""

from tests.bench.curation.bench import measure

__all__ = ["measure"]
