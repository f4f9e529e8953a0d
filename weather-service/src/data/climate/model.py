"""The statistical model: from the packages to monthly temperature and rain at any point of the globe.

Temperature is the annual mean of GLDAS, moved to the place's height, plus a seasonal march. The march and the
correction of the annual mean are Gaussian process regressions on the GLDAS stressors and the MERRA-2 irradiance,
fitted to 270 cities. Annual rain is regressed in the same way; the irradiance tells in which months it falls.
All constants were chosen by cross-validation (validate.py) and are pinned, so that a rebuild gives the same grid.
"""

from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist

from sources import (
    EARTH_RADIUS_KM,
    Neighbours,
    cities,
    from_harmonics,
    harmonics,
    top_of_atmosphere,
    unit_vectors,
)

LAPSE_K_PER_M = 0.0055
SEASON = dict(linear=30.0, constant=10.0, smooth=10.0, length=6.0, spatial=1.0, reach_km=1500.0, noise=0.2)
ANNUAL = dict(linear=1.0, constant=1.0, smooth=0.01, length=4.0, spatial=0.5, reach_km=1000.0, noise=0.8)
RAIN = dict(linear=1.0, constant=1.0, smooth=2.0, length=4.0, spatial=0.01, reach_km=1500.0, noise=0.3)
RAIN_OFFSET_MM = 20.0

# How rain follows the sky and the season: fitted to January and July of the cities of rain-season.csv (least absolute
# error of the logarithm). Clearness for climates with and without a dry season, warmth likewise, unsettledness.
RAIN_CLEARNESS_DRY_SEASON, RAIN_CLEARNESS_ALL_YEAR = -12.4, -8.6
RAIN_WARMTH_DRY_SEASON, RAIN_WARMTH_ALL_YEAR = 0.071, 0.040
RAIN_UNSETTLED = 4.5

NO_DRY_SEASON = ("Af", "Cfa", "Cfb", "Cfc", "Dfa", "Dfb", "Dfc", "Dfd")
CLASS_GROUPS = (
    ("Af",), ("Am",), ("Aw", "As"), ("BWh", "BWk"), ("BSh", "BSk"), ("Cfa", "Cwa"), ("Cfb", "Cfc", "Cwb"),
    ("Csa", "Csb"), ("Dfa", "Dfb", "Dwa", "Dwb"), ("Dfc", "Dfd", "Dwc", "Dwd"), ("ET", "EF"),
)


class GaussianProcess:
    """Ridge regression, a smooth function of the features and a field on the globe, in one kernel."""

    def __init__(self, kernel, features, points, targets):
        self.kernel = kernel
        self.mean, self.deviation = features.mean(0), features.std(0) + 1e-9
        self.features, self.points = (features - self.mean) / self.deviation, points
        self.centre = targets.mean(0)
        gram = self._covariance(self.features, self.points) + kernel["noise"] * np.eye(len(features))
        self.inverse = np.linalg.inv(gram)
        self.weights = self.inverse @ (targets - self.centre)

    def _covariance(self, features, points):
        k = self.kernel
        return (
            k["linear"] * (features @ self.features.T) / features.shape[1]
            + k["constant"]
            + k["smooth"] * np.exp(-0.5 * cdist(features, self.features, "sqeuclidean") / k["length"] ** 2)
            + k["spatial"] * np.exp(-cdist(points, self.points) * EARTH_RADIUS_KM / k["reach_km"])
        )

    def predict(self, features, points):
        return self._covariance((features - self.mean) / self.deviation, points) @ self.weights + self.centre

    def variance(self, features, points):
        """Posterior variance without noise, in the kernel's own unit."""
        scaled = (features - self.mean) / self.deviation
        cross = self._covariance(scaled, points)
        k = self.kernel
        own = k["linear"] * (scaled**2).sum(1) / scaled.shape[1] + k["constant"] + k["smooth"] + k["spatial"]
        return np.maximum(0, own - np.einsum("ij,jk,ik->i", cross, self.inverse, cross))


class Sky:
    """Clearness (share of the extraterrestrial irradiance) and its day-to-day spread at any point, by month."""

    def __init__(self, packages):
        self.latitude, self.longitude, mean, deviation = packages.irradiance()
        above = top_of_atmosphere(self.latitude)[:, None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            dark = ~np.isfinite(mean) | (above < 15)
            clearness = np.where(dark, np.nan, mean / above)
            unsettled = np.where(dark, np.nan, deviation / mean)
        self.clearness = self._filled(clearness)
        self.unsettled = self._filled(unsettled)

    def _filled(self, values):
        """Dark months take the mean of the others, cells without data that of their neighbours."""
        known = np.isfinite(values).any(-1)
        months = np.isfinite(values).sum(-1, keepdims=True)
        average = np.nansum(values, -1, keepdims=True) / np.maximum(months, 1)
        values = np.where(np.isnan(values), average, values)
        rows, columns = np.meshgrid(self.latitude, self.longitude, indexing="ij")
        weight, index, _ = Neighbours(rows[known], columns[known]).weights(rows.ravel(), columns.ravel(), 200, 4)
        return np.einsum("nk,nkm->nm", weight, values[known][index]).reshape(values.shape)

    def at(self, field, latitude, longitude):
        y = np.clip((latitude - self.latitude[0]) / 3, 0, len(self.latitude) - 1.001)
        x = ((longitude - self.longitude[0]) / 3) % 120
        row, column = y.astype(int), x.astype(int)
        fy, fx = (y - row)[:, None], (x - column)[:, None]
        east = (column + 1) % 120
        return (field[row, column] * (1 - fx) + field[row, east] * fx) * (1 - fy) + (
            field[row + 1, column] * (1 - fx) + field[row + 1, east] * fx
        ) * fy


class Model:
    """Everything fitted; the methods take arrays of latitudes and longitudes."""

    def __init__(self, packages):
        self.packages = packages
        self.stressors = packages.stressors()
        self.land = Neighbours(self.stressors["lat"], self.stressors["lon"])
        self.place_latitude, self.place_longitude, self.population, self.place_height = packages.places()
        self.settled = Neighbours(self.place_latitude, self.place_longitude)
        weight, index, _ = self.settled.weights(self.stressors["lat"], self.stressors["lon"], 12, 60)
        self.cell_height = (weight * self.place_height[index]).sum(1)
        self.sky = Sky(packages)
        self.rain_2016 = packages.rain_2016()
        self.names, self.latitude, self.longitude, self.normals = packages.calibration_temperature()
        self.annual_rain = packages.calibration_rain()[3][:, 0]
        boreal = Path(__file__).with_name("boreal-rain.csv")
        _, *cold_at, cold_rain = cities(boreal, "place", "latitude", "longitude", ["annual_mm"])
        self.cold_points = unit_vectors(*cold_at)
        self.cold_target = np.log(cold_rain + RAIN_OFFSET_MM)
        self.height = self.town_height(self.latitude, self.longitude)
        self.points = unit_vectors(self.latitude, self.longitude)
        self.features = self.temperature_features(self.latitude, self.longitude)
        self.rain_inputs = self.rain_features(self.latitude, self.longitude)
        self.cold_inputs = self.rain_features(*cold_at)
        self.base = self.annual_base(self.latitude, self.longitude, self.height)
        self.fit(np.ones(len(self.names), bool))

    def fit(self, chosen):
        """Fits to the chosen calibration cities."""
        annual = self.normals.mean(1)
        at = self.features[chosen], self.points[chosen]
        self.season_model = GaussianProcess(SEASON, *at, harmonics(self.normals, 3)[chosen])
        self.annual_model = GaussianProcess(ANNUAL, *at, (annual - self.base)[chosen, None])
        self.rain_model = GaussianProcess(
            RAIN,
            np.concatenate([self.rain_inputs[chosen], self.cold_inputs]),
            np.concatenate([self.points[chosen], self.cold_points]),
            np.concatenate([np.log(self.annual_rain + RAIN_OFFSET_MM)[chosen, None], self.cold_target]),
        )

    def town_height(self, latitude, longitude):
        """Height of the most populous place within 12 km (of the nearest one if there is none)."""
        distance, index = self.settled.tree.query(unit_vectors(latitude, longitude), k=60)
        near = distance * EARTH_RADIUS_KM < 12
        near[:, 0] = True
        best = np.argmax(np.where(near, self.population[index], -1), axis=1)
        return self.place_height[index[np.arange(len(best)), best]]

    def annual_base(self, latitude, longitude, height):
        """GLDAS annual mean around the point, moved to the height."""
        weight, index, _ = self.land.weights(latitude, longitude, 15, 9)
        sea_level = self.stressors["T_ambient_mean"] + LAPSE_K_PER_M * self.cell_height
        return (weight * sea_level[index]).sum(1) - LAPSE_K_PER_M * height

    def stressor(self, name, latitude, longitude, scale_km=25):
        weight, index, _ = self.land.weights(latitude, longitude, scale_km, 24)
        return (weight * self.stressors[name][index]).sum(1)

    def class_share(self, classes, latitude, longitude, scale_km):
        weight, index, _ = self.land.weights(latitude, longitude, scale_km, 24)
        return (weight * np.isin(self.stressors["KG_zone"].astype(str), classes)[index]).sum(1)

    def temperature_features(self, latitude, longitude):
        near = lambda name: self.stressor(name, latitude, longitude)
        clearness = self.sky.at(self.sky.clearness, latitude, longitude)
        above = top_of_atmosphere(latitude)
        sun = harmonics(above, 2)[:, 0] / 100
        mean = near("T_ambient_mean")
        warm, cold = near("T_ambient_max") - mean, mean - near("T_ambient_min")
        heated = near("T_equiv_rack_1p1eV") - mean
        curved = near("T_equiv_roof_2p1eV") - near("T_equiv_roof_0p1eV")
        moist, pace, wind = near("specific_humidity_rms"), near("T_velocity_rack"), near("wind_speed_rms")
        plain = [mean, warm, cold, heated, curved, near("specific_humidity_mean"), moist, near("GHI_mean"), wind, pace]
        seasonal = [*harmonics(clearness * above, 2).T, *harmonics(clearness, 2).T, sun]
        signed = [sun * part for part in (warm, cold, heated, curved, moist, pace, wind, sun)]
        return np.column_stack([*plain, *seasonal, *signed, np.abs(latitude), clearness.mean(1)])

    def rain_2016_log(self, latitude, longitude):
        y = np.clip(86.5 - latitude, 0, self.rain_2016.shape[0] - 1.001)
        x = (longitude + 179.5) % 360
        row, column = y.astype(int), x.astype(int)
        fy, fx, east = y - row, x - column, (column + 1) % 360
        grid = np.log(self.rain_2016 + RAIN_OFFSET_MM)
        return (grid[row, column] * (1 - fx) + grid[row, east] * fx) * (1 - fy) + (
            grid[row + 1, column] * (1 - fx) + grid[row + 1, east] * fx
        ) * fy

    def rain_features(self, latitude, longitude):
        near = lambda name: self.stressor(name, latitude, longitude)
        clearness = self.sky.at(self.sky.clearness, latitude, longitude)
        unsettled = self.sky.at(self.sky.unsettled, latitude, longitude)
        mean, moisture = near("T_ambient_mean"), near("specific_humidity_mean")
        saturation = 3.8 * np.exp(17.6 * mean / (mean + 243))
        groups = [self.class_share(group, latitude, longitude, 40) for group in CLASS_GROUPS]
        return np.column_stack([
            self.rain_2016_log(latitude, longitude), *groups, mean, np.log(moisture), np.log(moisture / saturation),
            clearness.mean(1), clearness.min(1), unsettled.mean(1), near("GHI_mean"), near("T_ambient_max") - mean,
            near("T_velocity_rack"), near("wind_speed_rms"),
        ])

    def season(self, latitude, longitude):
        """Twelve monthly departures from the annual mean, K, and the posterior variance of the fit."""
        at = self.temperature_features(latitude, longitude), unit_vectors(latitude, longitude)
        return from_harmonics(self.season_model.predict(*at)), self.season_model.variance(*at)

    def annual(self, latitude, longitude, height):
        """Annual mean temperature at the height, and the posterior variance of its correction."""
        at = self.temperature_features(latitude, longitude), unit_vectors(latitude, longitude)
        correction = self.annual_model.predict(*at)[:, 0]
        return self.annual_base(latitude, longitude, height) + correction, self.annual_model.variance(*at)

    def annual_rain_mm(self, latitude, longitude):
        at = self.rain_features(latitude, longitude), unit_vectors(latitude, longitude)
        return np.maximum(0, np.exp(np.clip(self.rain_model.predict(*at)[:, 0], 3, 9)) - RAIN_OFFSET_MM)

    def rain_share(self, latitude, longitude, season):
        """Each month's rain relative to an even year; the twelve average to one."""
        clearness = self.sky.at(self.sky.clearness, latitude, longitude)
        unsettled = self.sky.at(self.sky.unsettled, latitude, longitude)
        even = self.class_share(NO_DRY_SEASON, latitude, longitude, 25)[:, None]
        sunny = np.clip((60 - np.abs(latitude)) / 15, 0, 1)[:, None]
        outside_tropics = 1 - np.exp(-((latitude / 25) ** 2))[:, None]
        blend = lambda dry, wet: dry * (1 - even) + wet * even
        departure = lambda monthly: monthly - monthly.mean(1, keepdims=True)
        score = (
            blend(RAIN_CLEARNESS_DRY_SEASON, RAIN_CLEARNESS_ALL_YEAR) * sunny * departure(clearness)
            + blend(RAIN_WARMTH_DRY_SEASON, RAIN_WARMTH_ALL_YEAR) * outside_tropics * season
            + RAIN_UNSETTLED * (1 - even) * sunny * departure(unsettled)
        )
        score = 3 * np.tanh(score / 3)
        share = np.exp(score)
        return share / share.mean(1, keepdims=True)
