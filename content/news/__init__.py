"""News: what happened to an item, and who asked to be told of such."""

from content.news.filter import Every, Filter
from content.news.happening import Happening, What

__all__ = ["Every", "Filter", "Happening", "What"]
