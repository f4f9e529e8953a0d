package weather.kwangle.forecast.climate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the normals come from.
 *
 * @param build version of the grid
 * @param referencePeriod years that the temperature normals stand for, such as {@code 1981-2010}
 * @param sources the data the grid was derived from
 */
public record Provenance(String build, String referencePeriod, List<Source> sources) {
    public Provenance {
        sources = List.copyOf(sources);
    }

    /** SPDX identifier of the terms of the answers: those of the strictest source. */
    public String licence() {
        return "CC-BY-4.0";
    }

    /** The credit that the sources ask for, in one line. */
    public String attribution() {
        return sources.stream()
                .map(Source::name)
                .collect(Collectors.joining("; ", "Derived from ", "; licences in NOTICE"));
    }

    /**
     * One source and the terms under which it may be used and passed on.
     *
     * @param name the data set and who made it
     * @param licence SPDX identifier, or the data policy in a few words
     * @param use what the grid takes from it
     */
    public record Source(String name, String licence, String use) {}

    static Provenance of(String build, String referencePeriod) {
        return new Provenance(
                build,
                referencePeriod,
                List.of(
                        new Source(
                                "NASA GLDAS 2.1 statistics, package pvcz by Karin and Jain",
                                "MIT; NASA open data policy",
                                "annual temperature, its extremes, wind, climate zones"),
                        new Source(
                                "NASA MERRA-2 daily irradiance 2011-2015, package gsee-climate-data",
                                "BSD-3-Clause; NASA open data policy",
                                "march of the seasons, months of rain"),
                        new Source(
                                "CHELSA 2.1 normals of 270 cities by GeoRank.place",
                                "CC-BY-4.0",
                                "calibration of temperature and annual rain"),
                        new Source(
                                "NOAA CFSv2 annual precipitation 2016, package vega-datasets",
                                "public domain",
                                "annual rain"),
                        new Source("GeoNames places with population above 500", "CC-BY-4.0", "elevation")));
    }
}
