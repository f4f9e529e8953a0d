package weather.kwangle.forecast;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The weather service as a process. */
@EnableAutoConfiguration
@Import(Wiring.class)
public class WeatherService {

    /** Starts the service; settings come from the environment. */
    public static void main(String[] arguments) {
        SpringApplication.run(WeatherService.class, arguments);
    }
}
