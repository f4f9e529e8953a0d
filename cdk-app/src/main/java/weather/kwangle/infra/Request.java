package weather.kwangle.infra;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to synthesize.
 *
 * @param root the repository's root
 * @param output where the cloud assembly goes
 * @param environments names of environments, one at least
 * @param withoutDomain leave out DNS and certificates
 * @param nist check against NIST 800-53 R5 too
 */
record Request(Path root, Path output, List<String> environments, boolean withoutDomain, boolean nist) {

    /** @throws SettingsException if the arguments make no request */
    static Request parse(List<String> arguments) {
        List<String> operands = new ArrayList<>();
        boolean withoutDomain = false;
        boolean nist = false;
        for (String argument : arguments) {
            switch (argument) {
                case "--without-domain" -> withoutDomain = true;
                case "--nist" -> nist = true;
                default -> {
                    if (argument.startsWith("-")) {
                        throw new SettingsException(
                                "unknown option '" + argument + "'; expected --without-domain or --nist");
                    }
                    operands.add(argument);
                }
            }
        }
        if (operands.size() < 2) {
            throw new SettingsException("expected the repository's root and an output folder");
        }
        List<String> named = List.copyOf(operands.subList(2, operands.size()));
        List<String> environments = named.isEmpty()
                ? List.of(EnvironmentSettings.STAGING, EnvironmentSettings.PRODUCTION)
                : named.stream().distinct().toList();
        return new Request(Path.of(operands.get(0)), Path.of(operands.get(1)), environments, withoutDomain, nist);
    }
}
