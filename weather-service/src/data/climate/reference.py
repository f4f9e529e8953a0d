"""Writes days for the Java test to compare with: reference.py <resource> <output.csv>."""

import calendar
import sys

from grid import Grid

PLACES = (
    (21.03, 105.85, 16), (51.5, -0.12, None), (-33.87, 151.2, 20), (46.5, 9.8, 1800), (0.0, 0.0, None),
    (-77.85, 166.67, 10), (64.5, -179.97, None), (89.3, 12.0, None), (-17.4, 179.99, 5), (62.03, 129.73, 100),
)
DATES = ((2024, 2, 29), (2026, 1, 1), (2026, 6, 16), (2026, 12, 31))


def main(resource, output):
    grid = Grid(resource)
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write("latitude,longitude,elevation,date,mean,meanLow,maximumHigh,rain,rainHigh,wet,wetLow,windHigh\n")
        for latitude, longitude, height in PLACES:
            for year, month, day in DATES:
                answer = grid.day(latitude, longitude, height, month, day, calendar.monthrange(year, month)[1])
                numbers = [
                    *answer["temperatureMean"][:2], answer["temperatureMaximum"][2], answer["precipitationAmount"][0],
                    answer["precipitationAmount"][2], *answer["precipitationProbability"][:2], answer["windSpeed"][2],
                ]
                date = f"{year}-{month:02}-{day:02}"
                file.write(f"{latitude},{longitude},{'' if height is None else height},{date},"
                           + ",".join(f"{number:.9f}" for number in numbers) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: reference.py <resource> <output.csv>")
    main(*sys.argv[1:])
