package weather.kwangle.forecast.batch;

import java.util.Map;
import java.util.Optional;
import weather.kwangle.forecast.answer.ForecastAnswer;
import weather.kwangle.forecast.answer.Reply;
import weather.kwangle.forecast.problem.Problem;

/**
 * One location of a batch: either its forecast or its problem; schema {@code BatchItem} of the contract.
 *
 * @param location as asked
 * @param status what {@code GET /forecast} would have answered with
 */
record BatchItem(
        String location, int status, Optional<ForecastAnswer> forecast, Optional<Map<String, Object>> problem) {

    static BatchItem of(String location, Reply<ForecastAnswer> reply) {
        return switch (reply) {
            case Reply.Given<ForecastAnswer> given ->
                new BatchItem(location, 200, Optional.of(given.body()), Optional.empty());
            case Reply.Refused<ForecastAnswer>(Problem problem) ->
                new BatchItem(
                        location, problem.status(), Optional.empty(), Optional.of(problem.members(Optional.empty())));
        };
    }
}
