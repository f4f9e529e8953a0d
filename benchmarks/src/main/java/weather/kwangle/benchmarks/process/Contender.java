package weather.kwangle.benchmarks.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A function that can be started.
 *
 * @param name its name in the results
 * @param command what starts it
 * @param environment its variables, but for those of the Runtime API
 * @param folder its working directory and task root
 * @param sign what a good answer holds
 * @param warmUps how many of the effort's warm-ups it gets before it counts: two where a second compiler goes on working for
 *     longer than the first; none if it is asked only until its first answer
 */
public record Contender(
        String name, List<String> command, Map<String, String> environment, Path folder, String sign, int warmUps) {
    public Contender {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
