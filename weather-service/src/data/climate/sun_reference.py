"""Writes reference sunrises and sunsets: sun_reference.py <output.csv>.

PyEphem computes the sun from VSOP87, independent of the formulae of the service, for a centre 0.833 degree below the
horizon without further refraction. A line holds place, coordinates, a UTC instant, and the first sunrise and sunset
after it.
"""

import sys

import ephem

PLACES = {
    "London": (51.5074, -0.1278), "New York": (40.7128, -74.0060), "Hanoi": (21.0285, 105.8542),
    "Sydney": (-33.8688, 151.2093), "Nairobi": (-1.2921, 36.8219), "Reykjavik": (64.1466, -21.9426),
    "Ushuaia": (-54.8019, -68.3030), "Suva": (-18.1248, 178.4501), "Honolulu": (21.3069, -157.8583),
    "Helsinki": (60.1699, 24.9384), "Quito": (-0.1807, -78.4678), "Cape Town": (-33.9249, 18.4241),
}
DATES = ("2024-02-29", "2025-03-20", "2025-06-21", "2025-09-23", "2025-11-05", "2025-12-21", "2035-05-01")


def main(output):
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write("place,latitude,longitude,after,sunrise,sunset\n")
        for name, (latitude, longitude) in PLACES.items():
            for date in DATES:
                observer = ephem.Observer()
                observer.lat, observer.lon = str(latitude), str(longitude)
                observer.pressure, observer.horizon = 0, "-0.833"
                observer.date = date.replace("-", "/")
                events = [
                    event(ephem.Sun(), use_center=True).datetime().strftime("%Y-%m-%dT%H:%M:%SZ")
                    for event in (observer.next_rising, observer.next_setting)
                ]
                file.write(f"{name},{latitude},{longitude},{date}T00:00:00Z,{events[0]},{events[1]}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: sun_reference.py <output.csv>")
    main(sys.argv[1])
