package weather.kwangle.local.apigateway;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** YAML 1.2 as a JSON tree, with its anchors resolved. */
final class Yaml {
    /** The contract names one example many times. */
    private static final int MAXIMUM_ALIASES = 1_000;

    private Yaml() {}

    static JsonNode read(String fileName, String yaml) throws ContractException {
        var settings = LoadSettings.builder()
                .setLabel(fileName)
                .setMaxAliasesForCollections(MAXIMUM_ALIASES)
                .build();
        try {
            return JsonMapper.shared().valueToTree(new Load(settings).loadFromString(yaml));
        } catch (YamlEngineException e) {
            throw new ContractException(fileName + " is no YAML: " + e.getMessage());
        }
    }
}
