"""Reads the climatology resource and answers for one day, line by line as the Java service does.

validate.py measures the coverage of these answers; a Java test compares the two implementations.
"""

import hashlib
import math
import struct
import zlib
from pathlib import Path

import numpy as np

NORMAL_80 = 1.2816
LAPSE_K_PER_M = 0.0055


class Layer:
    def __init__(self, step, values):
        self.step, self.values = step, values

    def at(self, latitude, longitude, month=0):
        _, rows, columns = self.values.shape
        y = min(max((90 - latitude) / self.step, 0), rows - 1)
        x = ((longitude + 180) / self.step) % columns
        row, column = min(int(y), rows - 2), int(x) % columns
        fy, fx, east = y - row, x - int(x), (column + 1) % columns
        plane = self.values[month]
        north = plane[row, column] * (1 - fx) + plane[row, east] * fx
        south = plane[row + 1, column] * (1 - fx) + plane[row + 1, east] * fx
        return float(north * (1 - fy) + south * fy)


class Grid:
    def __init__(self, path):
        data = Path(path).read_bytes()
        magic, version, length = data[:4], *struct.unpack(">HI", data[4:10])
        packed = data[42:]
        if magic != b"MWCL" or version != 1 or len(packed) != length or hashlib.sha256(packed).digest() != data[10:42]:
            raise SystemExit(f"{path} is not a climatology of format 1")
        self.body, self.position = zlib.decompress(packed), 0
        self.build, self.period = self._text(), self._text()
        (count,) = self._unpack(">H")
        self.layers = dict(self._layer() for _ in range(count))

    def _unpack(self, form):
        values = struct.unpack_from(form, self.body, self.position)
        self.position += struct.calcsize(form)
        return values

    def _text(self):
        (length,) = self._unpack(">H")
        self.position += length
        return self.body[self.position - length : self.position].decode()

    def _layer(self):
        name = self._text()
        rows, columns, depth, step, scale = self._unpack(">HHHdd")
        steps = np.zeros(rows * columns * depth, dtype=np.int64)
        body, position = self.body, self.position
        for n in range(len(steps)):
            value = shift = 0
            while True:
                byte = body[position]
                position += 1
                value |= (byte & 0x7F) << shift
                if byte < 0x80:
                    break
                shift += 7
            steps[n] = (value >> 1) ^ -(value & 1)
        self.position = position
        steps = steps.reshape(depth, rows, columns)
        steps[:, :, 0] = np.cumsum(steps[:, :, 0], axis=1)
        return name, Layer(step, np.cumsum(steps, axis=2) * scale)

    def month_mix(self, month, day, days):
        """The two neighbouring mid-months and the weight of the second."""
        phase = month - 1 + (day - 0.5) / days - 0.5
        return math.floor(phase) % 12, (math.floor(phase) + 1) % 12, phase - math.floor(phase)

    def seasonal(self, name, latitude, longitude, mix):
        layer = self.layers[name]
        return layer.at(latitude, longitude, mix[0]) * (1 - mix[2]) + layer.at(latitude, longitude, mix[1]) * mix[2]

    def day(self, latitude, longitude, height, month, day, days):
        """{name: (value, low, high)}; height may be None."""
        mix = self.month_mix(month, day, days)
        plain = lambda name: self.layers[name].at(latitude, longitude)
        cell = plain("elevation")
        rise = 0 if height is None else height - cell
        mean = plain("annualMean") + self.seasonal("seasonalDeparture", latitude, longitude, mix) - LAPSE_K_PER_M * rise
        unsure = LAPSE_K_PER_M * plain("relief") if height is None else 0.0015 * rise
        doubt = math.hypot(plain("monthlyDoubt"), unsure)
        spread = self.seasonal("daySpread", latitude, longitude, mix)
        half_range = self.seasonal("dailyRange", latitude, longitude, mix) / 2
        extreme = math.hypot(1.15 * spread, 0.3 * half_range)

        def band(value, of_days, more_doubt=0.0):
            reach = NORMAL_80 * math.sqrt(of_days**2 + doubt**2 + more_doubt**2)
            return value, value - reach, value + reach

        rain = self.seasonal("rainRoot", latitude, longitude, mix) ** 2
        wrong = plain("rainDoubt")
        wind = plain("windSpeed")
        return {
            "temperatureMean": band(mean, spread),
            "temperatureMaximum": band(mean + half_range, extreme, 1.2),
            "temperatureMinimum": band(mean - half_range, extreme, 1.2),
            "precipitationAmount": (rain, 0.0, max(rain, exceeded(rain * math.exp(wrong), mean, 0.1))),
            "precipitationProbability": tuple(
                chance(rain * math.exp(step * NORMAL_80 * wrong), mean, 1.0) for step in (0, -1, 1)
            ),
            "windSpeed": (wind, wind * math.exp(-NORMAL_80 * 0.7), wind * math.exp(NORMAL_80 * 0.7)),
        }


WEIBULL_SHAPE = 0.7
WEIBULL_MEAN = math.gamma(1 + 1 / WEIBULL_SHAPE)


def wet_fraction(rain, temperature):
    return 1 - math.exp(-0.579 * rain**0.451 * math.exp(-0.0345 * temperature))


def chance(rain, temperature, amount):
    """Probability that a day brings at least the amount, mm: wet fraction times a Weibull of the wet days."""
    wet = wet_fraction(rain, temperature)
    if wet <= 0:
        return 0.0
    return wet * math.exp(-((amount / (rain / wet / WEIBULL_MEAN)) ** WEIBULL_SHAPE))


def exceeded(rain, temperature, probability):
    """Amount, mm, that a day exceeds with this probability."""
    wet = wet_fraction(rain, temperature)
    if wet <= probability:
        return 0.0
    return rain / wet / WEIBULL_MEAN * (-math.log(probability / wet)) ** (1 / WEIBULL_SHAPE)
