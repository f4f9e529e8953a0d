package weather.kwangle.forecast.answer;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;

/** The coming civil days of a location; schema {@code Forecast} of the contract. */
public record ForecastAnswer(
        LocationAnswer location,
        List<PlaceAnswer> alternatives,
        ZoneId timeZone,
        OffsetDateTime generatedAt,
        List<SourceAnswer> sources,
        List<DayAnswer> days) {}
