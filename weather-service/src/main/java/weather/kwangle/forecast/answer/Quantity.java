package weather.kwangle.forecast.answer;

import java.util.LinkedHashMap;
import java.util.Map;
import weather.kwangle.forecast.climate.DayNormals;
import weather.kwangle.forecast.climate.Estimate;
import weather.kwangle.forecast.climate.HourNormals;

/** What is answered, by CF standard name where CF has one, in units by UCUM code. */
enum Quantity {
    AIR_TEMPERATURE_MAXIMUM("air_temperature_maximum", "Cel"),
    AIR_TEMPERATURE_MINIMUM("air_temperature_minimum", "Cel"),
    AIR_TEMPERATURE("air_temperature", "Cel"),
    /** Rain and melted snow of the civil day. */
    PRECIPITATION_AMOUNT("precipitation_amount", "mm"),
    /** Of a wet day: 1 mm or more. */
    PRECIPITATION_PROBABILITY("precipitation_probability", "%") {
        @Override
        double inUnit(double fraction) {
            return Math.round(fraction * 100);
        }
    },
    WIND_SPEED("wind_speed", "m/s");

    /** Every band of the climatology is made to hold four values in five. */
    private static final double COVERAGE = 0.8;

    private final String standardName;
    private final String unit;

    Quantity(String standardName, String unit) {
        this.standardName = standardName;
        this.unit = unit;
    }

    static Map<String, ValueAnswer> of(DayNormals day) {
        Map<String, ValueAnswer> values = new LinkedHashMap<>();
        AIR_TEMPERATURE_MAXIMUM.put(values, day.temperatureMaximum());
        AIR_TEMPERATURE_MINIMUM.put(values, day.temperatureMinimum());
        AIR_TEMPERATURE.put(values, day.temperatureMean());
        PRECIPITATION_AMOUNT.put(values, day.precipitationAmount());
        PRECIPITATION_PROBABILITY.put(values, day.precipitationProbability());
        WIND_SPEED.put(values, day.windSpeed());
        return values;
    }

    static Map<String, ValueAnswer> of(HourNormals hour) {
        Map<String, ValueAnswer> values = new LinkedHashMap<>();
        AIR_TEMPERATURE.put(values, hour.temperature());
        WIND_SPEED.put(values, hour.windSpeed());
        return values;
    }

    double inUnit(double value) {
        return Rounding.toTenths(value);
    }

    private void put(Map<String, ValueAnswer> values, Estimate estimate) {
        values.put(
                standardName,
                new ValueAnswer(
                        inUnit(estimate.value()),
                        unit,
                        Kind.CLIMATOLOGY,
                        SourceAnswer.CLIMATOLOGY_ID,
                        new ValueAnswer.Band(COVERAGE, inUnit(estimate.low()), inUnit(estimate.high()))));
    }
}
