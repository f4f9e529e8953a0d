package weather.kwangle.forecast.batch;

import java.util.List;

/**
 * A batch as asked.
 *
 * @param locations 1 to 1,000 of them, as the client wrote them, in its order, doubles included
 * @param days 1 to 14
 */
public record BatchRequest(List<String> locations, int days) {
    public BatchRequest {
        locations = List.copyOf(locations);
    }
}
