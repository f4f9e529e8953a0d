package weather.kwangle.infra.cost;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prices, usage and the document's figures, as {@code cdk-app/cost} has them. */
record CostTables(Map<String, Price> prices, Map<String, Assumption> usage, List<DocumentedCost> document) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** @throws IOException if a file is missing or malformed */
    static CostTables read(Path folder) throws IOException {
        List<Price> prices = YAML.readValue(folder.resolve("prices.yaml").toFile(), new TypeReference<>() {});
        List<Assumption> usage = YAML.readValue(folder.resolve("usage.yaml").toFile(), new TypeReference<>() {});
        List<DocumentedCost> document =
                YAML.readValue(folder.resolve("document.yaml").toFile(), new TypeReference<>() {});
        return new CostTables(byId(prices, Price::id), byId(usage, Assumption::id), document);
    }

    /** @throws IllegalArgumentException if there is no such price */
    Price price(String id) {
        return known(prices.get(id), "price", id);
    }

    /** @throws IllegalArgumentException if there is no such assumption */
    BigDecimal used(String id) {
        return known(usage.get(id), "assumption", id).quantity();
    }

    private static <T> T known(@Nullable T entry, String kind, String id) {
        if (entry == null) {
            throw new IllegalArgumentException("no " + kind + " '" + id + "' in cdk-app/cost");
        }
        return entry;
    }

    private static <T> Map<String, T> byId(List<T> entries, Function<T, String> id) {
        Map<String, T> byId = new LinkedHashMap<>();
        for (T entry : entries) {
            if (byId.put(id.apply(entry), entry) != null) {
                throw new IllegalArgumentException("twice in cdk-app/cost: " + id.apply(entry));
            }
        }
        return byId;
    }
}
