package weather.kwangle.local.identity;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one identity server for all tests of a run and hands it to whoever asks for it. */
final class RunningIdentity implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == IdentityServer.class;
    }

    @Override
    public IdentityServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The root store closes what it holds when the run ends.
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(IdentityServer.class, key -> IdentityServer.start(0), IdentityServer.class);
    }
}
