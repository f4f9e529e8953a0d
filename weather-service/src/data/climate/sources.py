"""Reads the openly licensed packages that the climatology is derived from.

Every reader returns plain numpy arrays. Units: degrees, degrees Celsius, metres, W/m2, m/s, g/kg, mm.
"""

import csv
import json
import pickle
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

EARTH_RADIUS_KM = 6371.0
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Packages:
    """The unpacked packages, one folder each, as build-climate lays them out."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def find(self, name):
        found = sorted(self.folder.rglob(name))
        if not found:
            raise SystemExit(f"{name} is not below {self.folder}: run build-climate, which fetches the packages")
        return found[0]

    def stressors(self):
        """NASA GLDAS statistics of 230,742 land cells of 0.25 degree (pvcz), by column name."""
        with open(self.find("PVCZ-2019_ver0p2_world_PV_climate_stressors_and_zones.pkl"), "rb") as file:
            frame = pickle.load(file)
        return {
            name: frame[name].to_numpy().astype(np.float64)
            if frame[name].dtype == np.float16
            else frame[name].to_numpy()
            for name in frame.columns
        }

    def irradiance(self):
        """Monthly mean irradiance and its day-to-day standard deviation (NASA MERRA-2, 3 degree)."""
        pdfs = np.load(self.find("merra2_rad3x3_2011-2015_pdfs_land_prox.npz"))
        value, probability = pdfs["xk"].astype(np.float64), pdfs["pk"].astype(np.float64)
        mean = (value * probability).sum(-1)
        deviation = np.sqrt(np.maximum(0, (value**2 * probability).sum(-1) - mean**2))
        return pdfs["lat"].astype(np.float64), pdfs["lon"].astype(np.float64), mean, deviation

    def places(self):
        """Latitude, longitude, population and elevation model height of GeoNames places."""
        rows = []
        with open(self.find("cities500.txt"), encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if cells[16] and float(cells[16]) > -500:
                    rows.append((float(cells[4]), float(cells[5]), float(cells[14] or 0), float(cells[16])))
        return np.array(rows).T

    def rain_2016(self):
        """Rain of the one year 2016 on a grid of one degree (NOAA CFSv2), mm; row 0 is 87 N, column 0 is 180 W."""
        with open(self.find("annual-precip.json"), encoding="utf-8") as file:
            grid = json.load(file)
        return np.array(grid["values"], dtype=np.float64).reshape(grid["height"], grid["width"])

    def calibration_temperature(self):
        """270 cities: name, latitude, longitude, twelve monthly mean temperatures (CHELSA 1981-2010)."""
        return cities(
            self.find("world-temperature.csv"), "city", "lat", "lon", [f"{month}_c" for month in MONTHS])

    def calibration_rain(self):
        """270 cities: name, latitude, longitude, annual rain in mm (CHELSA 1981-2010)."""
        return cities(self.find("world-rainfall.csv"), "city", "lat", "lon", ["annual_mm"])


def cities(path, name, latitude, longitude, columns):
    """Names, latitudes, longitudes and the chosen columns of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return (
        [row[name] for row in rows],
        np.array([float(row[latitude]) for row in rows]),
        np.array([float(row[longitude]) for row in rows]),
        np.array([[float(row[column]) for column in columns] for row in rows]),
    )


def unit_vectors(latitude, longitude):
    """Points on the unit sphere, one row each."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


class Neighbours:
    """Gaussian-weighted means of scattered values around a point on the globe."""

    def __init__(self, latitude, longitude):
        self.tree = cKDTree(unit_vectors(latitude, longitude))

    def weights(self, latitude, longitude, scale_km, count):
        distance, index = self.tree.query(unit_vectors(latitude, longitude), k=count)
        distance = distance * EARTH_RADIUS_KM
        nearest = distance[:, :1]
        # relative to the nearest, so that a far island still has a defined mean
        weight = np.exp(-0.5 * (distance**2 - nearest**2) / scale_km**2)
        return weight / weight.sum(1, keepdims=True), index, nearest[:, 0]


def top_of_atmosphere(latitude):
    """Monthly mean extraterrestrial irradiance in W/m2 (Spencer 1971 declination and distance)."""
    phi = np.radians(np.asarray(latitude, dtype=np.float64))[:, None]
    day = np.arange(365)
    gamma = 2 * np.pi * day / 365
    declination = (
        0.006918 - 0.399912 * np.cos(gamma) + 0.070257 * np.sin(gamma)
        - 0.006758 * np.cos(2 * gamma) + 0.000907 * np.sin(2 * gamma)
    )
    half_day = np.arccos(np.clip(-np.tan(phi) * np.tan(declination), -1, 1))
    flux = 1361 / np.pi * (1 + 0.033 * np.cos(gamma)) * (
        half_day * np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.sin(half_day)
    )
    ends = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    return np.stack([flux[:, ends[m] : ends[m + 1]].mean(1) for m in range(12)], axis=1)


def harmonics(monthly, count):
    """Cosine and sine coefficients of the first harmonics of twelve monthly values."""
    phase = 2 * np.pi * (np.arange(12) + 0.5) / 12
    parts = []
    for k in range(1, count + 1):
        parts += [monthly @ np.cos(k * phase) / 6, monthly @ np.sin(k * phase) / 6]
    return np.stack(parts, axis=-1)


def from_harmonics(coefficients):
    """The twelve monthly departures of harmonic coefficients."""
    phase = 2 * np.pi * (np.arange(12) + 0.5) / 12
    waves = []
    for k in range(1, coefficients.shape[-1] // 2 + 1):
        waves += [np.cos(k * phase), np.sin(k * phase)]
    return coefficients @ np.array(waves)
