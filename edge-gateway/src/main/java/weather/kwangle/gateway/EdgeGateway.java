package weather.kwangle.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Hooks;
import weather.kwangle.gateway.config.SettingsInitializer;
import weather.kwangle.gateway.config.Wiring;

/** The edge gateway as a process. */
@EnableAutoConfiguration
@Import(Wiring.class)
public class EdgeGateway {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeGateway.class);

    static {
        // Reactor Netty may tell twice of what a caller did wrong; Reactor would log the second time with a stack
        // trace.
        Hooks.onErrorDropped(late -> LOG.warn("an error came after its request had ended: {}", String.valueOf(late)));
    }

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
