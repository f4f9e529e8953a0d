package weather.kwangle.forecast;

import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;

/** The data in the jar that every answer is made from: loaded once, kept for good. */
record ShippedData(PlaceIndex places, Climatology climatology) {}
