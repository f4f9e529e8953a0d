"""Writes the climatology resource: build.py <folder of unpacked packages> <output file>."""

import hashlib
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

from model import RAIN_OFFSET_MM, Model
from sources import EARTH_RADIUS_KM, Packages, unit_vectors

BUILD = "1"
PERIOD = "1981-2010"
FINE, COARSE = 0.5, 1.0

# Where there is no land near, all we know is the latitude. Annual mean and seasonal half range of surface air over
# the open sea (over ice beyond 70 degrees), the spread of its days, and how far a place may be from it: general
# knowledge in round figures, hence the wide doubt.
PRIOR_LATITUDE = [-90, -80, -70, -60, -50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90]
PRIOR_ANNUAL = [-44, -35, -13, -2, 5, 13, 19, 23.5, 26.5, 27, 27.5, 26, 21.5, 15.5, 9, 4, -4, -14, -17]
PRIOR_HALF_RANGE = [15, 13, 9, 3.5, 2.5, 3.5, 3.5, 2.5, 1.5, 0.8, 1, 2.2, 4, 5, 5, 6, 10, 15, 17]
PRIOR_HEIGHT = [2800, 2000, 300] + [0] * 16
PRIOR_SPREAD = [6, 6, 6, 4, 3, 2.5, 2, 1.5, 1, 1, 1, 1.5, 2, 3, 3.5, 4.5, 6, 6, 6]
PRIOR_DOUBT = [8, 14, 9, 4, 3, 2.5, 2.5, 2, 1.5, 1.5, 1.5, 2, 2.5, 3, 3.5, 4, 5, 5, 5]

DAY_SPREAD_PER_EXTREME = 1 / 3.0
DAY_SPREAD_PER_MONTHLY_CHANGE = 0.3
MONTHLY_ERROR_K, WARMING_SINCE_PERIOD_K = 1.7, 0.8
ANNUAL_VARIANCE_AT_CITIES, SEASON_VARIANCE_AT_CITIES = 0.4, 1.5
RAIN_LOG_ERROR, RAIN_LOG_ERROR_AT_SEA = 0.7, 0.9


def nodes(step):
    """All grid nodes, north to south, west to east."""
    rows, columns = np.meshgrid(np.arange(90, -90 - step / 2, -step), np.arange(-180, 180, step), indexing="ij")
    return rows.ravel(), columns.ravel(), rows.shape


def in_chunks(function, latitude, longitude, *more, size=20000):
    parts = [function(latitude[s : s + size], longitude[s : s + size], *(m[s : s + size] for m in more))
             for s in range(0, len(latitude), size)]
    if isinstance(parts[0], tuple):
        return tuple(np.concatenate(part) for part in zip(*parts))
    return np.concatenate(parts)


def land_weight(model, latitude, longitude):
    """1 on land and within 100 km of it, fading over the open sea."""
    distance, _ = model.land.tree.query(unit_vectors(latitude, longitude))
    return np.exp(-np.maximum(0, distance * EARTH_RADIUS_KM - 100) / 300)


def prior(table, latitude):
    return np.interp(latitude, PRIOR_LATITUDE, table)


def prior_season(latitude):
    """Warmest in mid-August over northern seas, in mid-July towards the pole, six months apart in the south."""
    peak = np.where(np.abs(latitude) > 65, 6.5, 7.4)
    phase = 2 * np.pi * (np.arange(12)[None, :] + 0.5 - peak[:, None]) / 12
    sign = np.tanh(latitude / 5)[:, None]
    return sign * prior(PRIOR_HALF_RANGE, latitude)[:, None] * np.cos(phase)


def month_nodes(means):
    """Values at mid-month whose straight connections have exactly these monthly means."""
    weights = (6 * np.eye(12) + np.roll(np.eye(12), 1, 0) + np.roll(np.eye(12), -1, 0)) / 8
    return means @ np.linalg.inv(weights).T


def wet_fraction(rain_mm_per_day, temperature):
    """Share of days with measurable rain: 1 - exp(-0.579 P^0.451 e^(-0.0345 T))."""
    return 1 - np.exp(-0.579 * np.maximum(rain_mm_per_day, 0) ** 0.451 * np.exp(-0.0345 * temperature))


def relief(model, latitude, longitude):
    """Standard deviation of the heights of places around, in metres."""
    weight, index, _ = model.settled.weights(latitude, longitude, 30, 60)
    height = model.place_height[index]
    mean = (weight * height).sum(1, keepdims=True)
    return np.sqrt((weight * (height - mean) ** 2).sum(1))


def settled_height(model, latitude, longitude, land):
    """Height of the GLDAS cells around, in metres."""
    weight, index, _ = model.land.weights(latitude, longitude, 20, 8)
    return (weight * model.cell_height[index]).sum(1) * land


def daily_range(rain, mean, height, latitude):
    """Maximum minus minimum of a day, K, by month: a closed form of wetness, warmth, height and season."""
    span = mean.max(1, keepdims=True) - mean.min(1, keepdims=True)
    value = (
        10.61 - 8.03 * wet_fraction(rain, mean) + 0.09 * mean + 1.57 * height[:, None] / 1000
        - 3.17 * np.abs(latitude)[:, None] / 90 + 0.12 * span
    )
    return np.clip(value, 3, 20)


def day_spread(model, latitude, longitude, season, half_range):
    """Standard deviation of daily means, K, by month, from the coldest and the warmest hour of nine years."""
    gap = lambda name, other: model.stressor(name, latitude, longitude) - model.stressor(other, latitude, longitude)
    cold = gap("T_ambient_mean", "T_ambient_min") + season.min(1) - half_range
    warm = gap("T_ambient_max", "T_ambient_mean") - season.max(1) - half_range
    span = season.max(1, keepdims=True) - season.min(1, keepdims=True)
    warmth = (season - season.min(1, keepdims=True)) / np.maximum(span, 0.1)
    extreme = cold[:, None] * (1 - warmth) + warm[:, None] * warmth
    change = (np.roll(season, -1, 1) - np.roll(season, 1, 1)) / 2
    return np.clip(np.hypot(extreme * DAY_SPREAD_PER_EXTREME, change * DAY_SPREAD_PER_MONTHLY_CHANGE), 0.9, 10)


def monthly_doubt(annual_variance, season_variance):
    """Standard error of a monthly normal, K: larger where the fits are far from their cities."""
    stretch = np.maximum(annual_variance / ANNUAL_VARIANCE_AT_CITIES, season_variance / SEASON_VARIANCE_AT_CITIES)
    return np.minimum(np.sqrt(MONTHLY_ERROR_K**2 * np.maximum(1, stretch) + WARMING_SINCE_PERIOD_K**2), 6)


def fine_grids(model):
    latitude, longitude, shape = nodes(FINE)
    land = in_chunks(lambda a, o: land_weight(model, a, o), latitude, longitude)
    height = settled_height(model, latitude, longitude, land) + prior(PRIOR_HEIGHT, latitude) * (1 - land)
    annual, _ = in_chunks(model.annual, latitude, longitude, height)
    annual = annual * land + prior(PRIOR_ANNUAL, latitude) * (1 - land)
    yield "elevation", FINE, 5.0, shape, height[:, None]
    yield "annualMean", FINE, 0.1, shape, annual[:, None]


def coarse_grids(model):
    latitude, longitude, shape = nodes(COARSE)
    land = land_weight(model, latitude, longitude)
    height = settled_height(model, latitude, longitude, land)
    annual, annual_variance = in_chunks(model.annual, latitude, longitude, height)
    season, season_variance = in_chunks(model.season, latitude, longitude)
    mean = annual[:, None] + season

    rain = in_chunks(model.annual_rain_mm, latitude, longitude)
    at_sea = np.exp(model.rain_2016_log(latitude, longitude)) - RAIN_OFFSET_MM
    share = in_chunks(model.rain_share, latitude, longitude, season)
    year = rain * land + at_sea * (1 - land)
    land = land[:, None]
    rain = np.maximum(0, year[:, None] * (share * land + 1 - land) / 365.25)

    days = daily_range(rain, mean, height, latitude) * land + 2.5 * (1 - land)
    spread = day_spread(model, latitude, longitude, season, days.mean(1) / 2)
    spread = spread * land + prior(PRIOR_SPREAD, latitude)[:, None] * (1 - land)
    doubt = monthly_doubt(annual_variance, season_variance)[:, None]
    doubt = doubt * land + prior(PRIOR_DOUBT, latitude)[:, None] * (1 - land)
    wind = 0.9 * model.stressor("wind_speed_rms", latitude, longitude)[:, None] * land + 7 * (1 - land)
    season = season * land + prior_season(latitude) * (1 - land)

    yield "seasonalDeparture", COARSE, 0.1, shape, month_nodes(season)
    yield "dailyRange", COARSE, 0.2, shape, month_nodes(days)
    yield "daySpread", COARSE, 0.2, shape, month_nodes(spread)
    yield "monthlyDoubt", COARSE, 0.1, shape, doubt
    yield "relief", COARSE, 10.0, shape, relief(model, latitude, longitude)[:, None] * land
    yield "rainRoot", COARSE, 0.05, shape, np.sqrt(np.maximum(0, month_nodes(rain)))
    yield "rainDoubt", COARSE, 0.05, shape, RAIN_LOG_ERROR * land + RAIN_LOG_ERROR_AT_SEA * (1 - land)
    yield "windSpeed", COARSE, 0.1, shape, wind


def varints(values):
    """Zigzag and seven bits a byte, low bits first, as in Protocol Buffers."""
    zigzag = (values << 1) ^ (values >> 63)
    out = bytearray()
    for value in zigzag.tolist():
        while value > 0x7F:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        out.append(value)
    return bytes(out)


def text(value):
    encoded = value.encode()
    return struct.pack(">H", len(encoded)) + encoded


def layer(name, step, scale, shape, values):
    if not np.isfinite(values).all():
        raise SystemExit(f"layer {name} has values that are not finite")
    rows, columns = shape
    planes = values.T.reshape(-1, rows, columns)
    planes[:, [0, -1], :] = planes[:, [0, -1], :].mean(axis=2, keepdims=True)  # a pole is one point
    units = np.rint(planes / scale).astype(np.int64)
    if np.abs(units).max() > 32767:
        raise SystemExit(f"layer {name} does not fit 16 bits")
    # in a row the first value follows the first of the row above, the others their western neighbour
    steps = np.diff(units, axis=2, prepend=0)
    steps[:, :, 0] = np.diff(units[:, :, 0], axis=1, prepend=0)
    head = text(name) + struct.pack(">HHHdd", rows, columns, units.shape[0], step, scale)
    return head + varints(steps.ravel())


def main(packages, output):
    model = Model(Packages(packages))
    layers = [layer(*grid) for grid in (*fine_grids(model), *coarse_grids(model))]
    body = text(BUILD) + text(PERIOD) + struct.pack(">H", len(layers)) + b"".join(layers)
    packed = zlib.compress(body, 9)
    head = b"MWCL" + struct.pack(">HI", 1, len(packed)) + hashlib.sha256(packed).digest()
    Path(output).write_bytes(head + packed)
    print(f"{output}: {len(head) + len(packed)} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: build.py <folder of unpacked packages> <output file>")
    main(sys.argv[1], sys.argv[2])
