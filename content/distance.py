"""Distances on the ground, told coarsely: enough to choose where to walk, never enough to say where somebody stands."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

_EARTH: Final = 6_371_009
"""Mean radius of the earth in metres."""
_STEP: Final = 100
"""Metres a distance is rounded to."""


def distance(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the metres between two points, as the crow flies; points are latitude and longitude in degrees."""
    (lat1, lon1), (lat2, lon2) = here, there
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(chord)))


def coarse(metres: float) -> int:
    """Return the distance rounded to 100 metres, and never less than 100."""
    return max(_STEP, round(metres / _STEP) * _STEP)
