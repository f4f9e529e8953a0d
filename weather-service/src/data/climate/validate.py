"""Measures the climatology: validate.py <packages> <resource> [folder of more EPW files].

1. Spatial cross-validation (blocks of 8 degrees, ten folds) against the calibration cities.
2. Coverage of the 80 % band on daily data that the model has not seen.
Exits with 1 if a band of temperature or precipitation covers less than 78 % of the days of a site. Wind is
   only reported: no wind of a grid tells how open a station stands.
"""

import calendar
import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from grid import Grid
from model import Model
from sources import Packages, cities

REQUIRED = 0.78
SHORT = {
    "temperatureMean": "mean", "temperatureMaximum": "max", "temperatureMinimum": "min",
    "precipitationAmount": "rain", "windSpeed": "wind",
}


def blocks(latitude, longitude, size=8, folds=10):
    block = np.floor((latitude + 90) / size).astype(int) * 100 + np.floor((longitude + 180) / size).astype(int)
    names = np.unique(block)
    fold = np.random.default_rng(1).permutation(len(names)) % folds
    return fold[np.searchsorted(names, block)]


def cross_validate(model):
    fold = blocks(model.latitude, model.longitude)
    monthly, rain, variances = np.zeros_like(model.normals), np.zeros(len(fold)), np.zeros((len(fold), 2))
    for number in range(10):
        held = fold == number
        model.fit(~held)
        at = model.latitude[held], model.longitude[held]
        annual, variance = model.annual(*at, model.height[held])
        season, season_variance = model.season(*at)
        monthly[held], rain[held] = annual[:, None] + season, model.annual_rain_mm(*at)
        variances[held] = np.column_stack([variance, season_variance])
    model.fit(np.ones(len(fold), bool))
    error = monthly - model.normals
    in_log = np.log((rain + 20) / (model.annual_rain + 20))
    print("Held-out cities (spatial cross-validation)")
    print(f"  monthly mean temperature, K: MAE {np.abs(error).mean():.2f}, RMSE {np.sqrt((error**2).mean()):.2f}, "
          f"bias {error.mean():+.2f}, 90 % within {np.quantile(np.abs(error), 0.9):.2f}")
    print(f"  annual mean temperature, K:  MAE {np.abs(error.mean(1)).mean():.2f}")
    print(f"  annual rain, mm (mean {model.annual_rain.mean():.0f}): MAE {np.abs(rain - model.annual_rain).mean():.0f}, "
          f"spread of the logarithm {in_log.std():.2f}")
    annual_variance, season_variance = np.median(variances, 0)
    print(f"  posterior variance of the annual fit: median {annual_variance:.2f}, of the seasonal {season_variance:.2f}")


def rain_season(model):
    """January and July rain of cities whose round figures the five constants of the season were fitted to."""
    _, latitude, longitude, rain = cities(
        Path(__file__).with_name("rain-season.csv"), "place", "latitude", "longitude",
        ["january_mm", "july_mm", "annual_mm"])
    share = model.rain_share(latitude, longitude, model.season(latitude, longitude)[0])[:, [0, 6]] / 12
    even, seasonal = np.abs(rain[:, 2:] / 12 - rain[:, :2]), np.abs(share * rain[:, 2:] - rain[:, :2])
    whole = np.abs(share * model.annual_rain_mm(latitude, longitude)[:, None] - rain[:, :2])
    print(f"January and July rain of {len(rain)} cities, mm (mean {rain[:, :2].mean():.0f}): MAE of an even year "
          f"{even.mean():.0f}, of the season alone {seasonal.mean():.0f}, of season and annual amount {whole.mean():.0f}")


def vega_days(packages, name):
    with open(packages.find("weather.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["location"] == name:
                year, month, day = map(int, row["date"].split("-"))
                high, low = float(row["temp_max"]), float(row["temp_min"])
                yield (year, month, day), {
                    "temperatureMean": (high + low) / 2, "temperatureMaximum": high, "temperatureMinimum": low,
                    "precipitationAmount": float(row["precipitation"]), "windSpeed": float(row["wind"]),
                }


def hourly_days(hours):
    for date, values in hours.items():
        temperature, wind = np.array(values).T
        yield date, {
            "temperatureMean": temperature.mean(), "temperatureMaximum": temperature.max(),
            "temperatureMinimum": temperature.min(), "windSpeed": wind.mean(),
        }


def epw_site(path):
    lines = Path(path).read_text(encoding="latin-1").splitlines()
    place = lines[0].split(",")
    hours = defaultdict(list)
    for line in lines[8:]:
        cells = line.split(",")
        # 99.9 and 999 are missing values, and some files hold -99
        if len(cells) > 21 and -90 < float(cells[6]) < 99 and 0 <= float(cells[21]) < 99:
            # typical years are put together from months of different years: the year only serves the calendar
            hours[2001, int(cells[1]), min(int(cells[2]), 28 if cells[1].strip() in ("2", "02") else 31)].append(
                (float(cells[6]), float(cells[21])))
    return Path(path).stem, float(place[6]), float(place[7]), float(place[9]), list(hourly_days(hours))


def sites(packages, more):
    yield "Seattle 2012-15", 47.44, -122.31, 137.0, list(vega_days(packages, "Seattle"))
    yield "New York 2012-15", 40.78, -73.97, 40.0, list(vega_days(packages, "New York"))
    files = sorted(packages.folder.rglob("*.epw"))
    if more:
        files += sorted(Path(more).rglob("*.epw"))
    for path in files:
        if "2030" not in path.name:
            yield epw_site(path)


def coverage(grid, packages, more):
    print("Share of days inside the 80 % band, in brackets its worst season and the mean error of the value")
    failed = []
    for name, latitude, longitude, height, days in sites(packages, more):
        inside, error, seasons = defaultdict(list), defaultdict(list), defaultdict(lambda: defaultdict(list))
        for (year, month, day), observed in days:
            answer = grid.day(latitude, longitude, height, month, day, calendar.monthrange(year, month)[1])
            for variable, value in observed.items():
                estimate, low, high = answer[variable]
                inside[variable].append(low - 0.05 <= value <= high + 0.05)
                seasons[variable][month % 12 // 3].append(inside[variable][-1])
                error[variable].append(estimate - value)
            if "precipitationAmount" in observed:
                wet = observed["precipitationAmount"] >= 1
                error["wet"].append((answer["precipitationProbability"][0] - wet) ** 2)
        worst = {variable: min(map(np.mean, parts.values())) for variable, parts in seasons.items()}
        cells = [f"{SHORT[variable]} {np.mean(days):.3f} ({worst[variable]:.2f} {np.mean(error[variable]):+.1f})"
                 for variable, days in inside.items()]
        brier = f" | Brier {np.mean(error['wet']):.3f}" if error["wet"] else ""
        print(f"  {name[:34]:34} n {len(days):4}  " + "  ".join(cells) + brier)
        failed += [f"{name}: {variable}" for variable in inside
                   if variable != "windSpeed" and np.mean(inside[variable]) < REQUIRED]
    return failed


def main(arguments):
    if len(arguments) not in (2, 3):
        raise SystemExit("usage: validate.py <packages> <resource> [folder of more EPW files]")
    packages = Packages(arguments[0])
    model = Model(packages)
    cross_validate(model)
    rain_season(model)
    failed = coverage(Grid(arguments[1]), packages, arguments[2] if len(arguments) == 3 else None)
    for line in failed:
        print(f"below {REQUIRED:.0%}: {line}")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
