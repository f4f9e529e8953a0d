package weather.kwangle.forecast.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import weather.kwangle.forecast.answer.Reply.Given;
import weather.kwangle.forecast.answer.Reply.Refused;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceSearch;
import weather.kwangle.forecast.place.Resolution;
import weather.kwangle.forecast.problem.Excerpt;
import weather.kwangle.forecast.problem.Problem;
import weather.kwangle.forecast.problem.ProblemKind;
import weather.kwangle.forecast.problem.Problems;
import weather.kwangle.forecast.sun.Sun;

/**
 * Makes every answer from the place search, the climatology and the sun. Time is an argument, nothing is kept: the same
 * question at the same time has the same answer. Safe for any number of threads; an answer is pure computing and takes
 * from microseconds to a few milliseconds.
 */
public final class WeatherAnswers {
    /** The most days that one forecast covers. */
    public static final int MAX_DAYS = 14;

    /** The climatology stands for years, but a new release may know better: nobody keeps an answer for longer. */
    private static final Duration LONGEST_FRESH = Duration.ofHours(1);

    private final PlaceSearch places;
    private final Climatology climatology;
    private final List<SourceAnswer> sources;

    public WeatherAnswers(PlaceSearch places, Climatology climatology) {
        this.places = places;
        this.climatology = climatology;
        sources = List.of(SourceAnswer.of(climatology.provenance()));
    }

    /**
     * The coming civil days of a location, today first.
     *
     * @param location as the client wrote it
     * @param days 1 to {@value #MAX_DAYS}
     */
    public Reply<ForecastAnswer> forecast(String location, int days, Instant now) {
        return about(location, site -> forecast(site, days, now));
    }

    /** The present hour of a location: the values stand for the whole of it. */
    public Reply<CurrentAnswer> current(String location, Instant now) {
        return about(location, site -> current(site, now));
    }

    /**
     * Places by the start of any of their names.
     *
     * @param limit 1 to {@value PlaceSearch#MAX_LIMIT}
     */
    public Reply<PlacesAnswer> places(String prefix, int limit) {
        return new Given<>(new PlacesAnswer(Site.places(places.byPrefix(prefix, limit))), LONGEST_FRESH);
    }

    private Given<ForecastAnswer> forecast(Site site, int days, Instant now) {
        LocalDate today = now.atZone(site.zone()).toLocalDate();
        List<DayAnswer> answers = Stream.iterate(today, date -> date.plusDays(1))
                .limit(days)
                .map(date -> day(site, date))
                .toList();
        ForecastAnswer body = new ForecastAnswer(
                site.location(), site.alternatives(), site.zone(), CivilTime.at(now, site.zone()), sources, answers);
        return new Given<>(body, fresh(now, answers.getFirst().end().toInstant()));
    }

    private DayAnswer day(Site site, LocalDate date) {
        return new DayAnswer(
                date,
                CivilTime.startOf(date, site.zone()),
                CivilTime.startOf(date.plusDays(1), site.zone()),
                sun(site, date),
                Quantity.of(climatology.day(site.latitude(), site.longitude(), site.elevationMetres(), date)));
    }

    private Given<CurrentAnswer> current(Site site, Instant now) {
        ZonedDateTime hour = now.atZone(site.zone()).truncatedTo(ChronoUnit.HOURS);
        Instant middle = hour.plusMinutes(30).toInstant();
        CurrentAnswer body = new CurrentAnswer(
                site.location(),
                site.alternatives(),
                site.zone(),
                CivilTime.at(now, site.zone()),
                sources,
                sun(site, hour.toLocalDate()),
                Quantity.of(climatology.at(site.latitude(), site.longitude(), site.elevationMetres(), middle)));
        return new Given<>(body, fresh(now, hour.plusHours(1).toInstant()));
    }

    private SunAnswer sun(Site site, LocalDate date) {
        return SunAnswer.of(Sun.on(date, site.zone(), site.latitude(), site.longitude()), site.zone());
    }

    private static Duration fresh(Instant now, Instant change) {
        Duration left = Duration.between(now, change);
        return left.compareTo(LONGEST_FRESH) < 0 ? left : LONGEST_FRESH;
    }

    private <T> Reply<T> about(String location, Function<Site, Given<T>> answer) {
        return switch (places.resolve(location)) {
            case Resolution.Found found -> answer.apply(Site.of(found));
            case Resolution.Coordinates point -> answer.apply(Site.of(point));
            case Resolution.Ambiguous several -> new Refused<>(ambiguous(location, several));
            case Resolution.Unknown none -> new Refused<>(unknown(location));
            case Resolution.Malformed malformed ->
                new Refused<>(Problems.invalidParameter("location", malformed.detail(), malformed.expected()));
        };
    }

    private static Problem unknown(String location) {
        return Problem.of(
                        ProblemKind.PLACE_NOT_FOUND,
                        "No place is called \"%s\". Find its spelling with GET /places?prefix=, or give latitude,longitude."
                                .formatted(Excerpt.of(location)))
                .with("location", location);
    }

    private static Problem ambiguous(String location, Resolution.Ambiguous several) {
        return Problem.of(
                        ProblemKind.AMBIGUOUS_PLACE,
                        "\"%s\" fits several places equally well. Repeat with one of these ids."
                                .formatted(Excerpt.of(location)))
                .with("location", location)
                .with("candidates", Site.places(several.candidates()));
    }
}
