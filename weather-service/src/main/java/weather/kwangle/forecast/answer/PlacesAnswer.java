package weather.kwangle.forecast.answer;

import java.util.List;

/** Places by the start of a name, the best match first; schema {@code Places} of the contract. */
public record PlacesAnswer(List<PlaceAnswer> places) {}
