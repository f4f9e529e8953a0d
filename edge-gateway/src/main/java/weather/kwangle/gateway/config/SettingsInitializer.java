package weather.kwangle.gateway.config;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** Reads and checks the settings before a single bean is made, so that a wrong one costs no second and no stack trace. */
public final class SettingsInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

    @Override
    public void initialize(GenericApplicationContext context) {
        GatewaySettings settings = Binder.get(context.getEnvironment()).bindOrCreate("gateway", GatewaySettings.class);
        context.registerBean(GatewaySettings.class, () -> settings);
    }
}
