package weather.kwangle.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import weather.kwangle.gateway.config.SettingsInitializer;
import weather.kwangle.gateway.config.Wiring;

/** The edge gateway as a process. */
@EnableAutoConfiguration
@Import(Wiring.class)
public class EdgeGateway {

    /** Starts the gateway; settings come from the environment, and a wrong one ends the process with exit code 2. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /** The application, not yet started. */
    static SpringApplication application() {
        SpringApplication application = new SpringApplication(EdgeGateway.class);
        application.addInitializers(new SettingsInitializer());
        return application;
    }
}
