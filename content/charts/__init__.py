"""Charts: a few comparable figures as one picture; what is not comparable is refused."""

from content.charts.chart import Bar, Chart
from content.charts.comparison import comparable, described, series, written
from content.charts.drawing import draw

__all__ = ["Bar", "Chart", "comparable", "described", "draw", "series", "written"]
