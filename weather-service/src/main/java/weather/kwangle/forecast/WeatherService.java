package weather.kwangle.forecast;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;

/** The weather service as a process. */
@EnableAutoConfiguration
@Import(Wiring.class)
public class WeatherService {

    /** Starts the service; settings come from the environment. */
    public static void main(String[] arguments) {
        application(new ShippedDataLoading(PlaceIndex::load, Climatology::load)).run(arguments);
    }

    /** The service, not yet started. */
    static SpringApplication application(ShippedDataLoading data) {
        SpringApplication application = new SpringApplication(WeatherService.class);
        application.addInitializers(data);
        return application;
    }
}
