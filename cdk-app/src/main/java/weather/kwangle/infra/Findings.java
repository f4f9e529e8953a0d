package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the checks of a synthesis object to and nobody acknowledged, warnings included. */
final class Findings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Findings() {}

    /**
     * One line each, from the report that CDK writes into the cloud assembly.
     *
     * @param assembly its folder
     */
    static List<String> in(Path assembly) {
        Path report = assembly.resolve("validation-report.json");
        if (!Files.exists(report)) {
            throw new IllegalStateException("the checks did not run: there is no " + report);
        }
        try {
            List<String> findings = new ArrayList<>();
            for (JsonNode plugin : JSON.readTree(report.toFile()).path("pluginReports")) {
                for (JsonNode violation : plugin.path("violations")) {
                    for (JsonNode construct : violation.path("violatingConstructs")) {
                        findings.add("%s: %s %s"
                                .formatted(
                                        construct.path("constructPath").asText(),
                                        violation.path("ruleName").asText(),
                                        violation.path("description").asText()));
                    }
                }
            }
            // A statement that a role and its boundary share is found twice.
            return findings.stream().distinct().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the report of the checks cannot be read", e);
        }
    }
}
