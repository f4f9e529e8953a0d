package weather.kwangle.forecast.answer;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The present hour of a location; schema {@code Current} of the contract. */
public record CurrentAnswer(
        LocationAnswer location,
        List<PlaceAnswer> alternatives,
        ZoneId timeZone,
        OffsetDateTime time,
        List<SourceAnswer> sources,
        SunAnswer sun,
        Map<String, ValueAnswer> values) {}
