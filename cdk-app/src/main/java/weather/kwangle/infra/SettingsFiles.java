package weather.kwangle.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the YAML files of {@code environments/}; an unknown, missing or impossible value is refused with its place. */
final class SettingsFiles {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new Jdk8Module())
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private final Path folder;

    SettingsFiles(Path folder) {
        this.folder = folder;
    }

    /** @throws SettingsException if there is no such environment or its file is wrong */
    EnvironmentSettings environment(String name) {
        Path file = folder.resolve(name + ".yaml");
        if (!name.matches("[a-z]+") || name.equals("shared") || !Files.isRegularFile(file)) {
            throw new SettingsException("there is no environment '" + name + "'; expected staging or production");
        }
        return read(file, EnvironmentSettings.class, name);
    }

    /** @throws SettingsException if the file is missing or wrong */
    SharedSettings shared() {
        return read(folder.resolve("shared.yaml"), SharedSettings.class, "");
    }

    private static <T> T read(Path file, Class<T> type, String name) {
        try {
            ObjectNode tree = (ObjectNode) YAML.readTree(file.toFile());
            if (!name.isEmpty()) {
                tree.put("name", name);
            }
            return YAML.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            throw new SettingsException(file + ": " + where(e) + reason(e));
        } catch (JsonProcessingException e) {
            throw new SettingsException(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new SettingsException(file + " cannot be read: " + e.getMessage());
        }
    }

    private static String where(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return path.isEmpty() ? "" : path.substring(1) + ": ";
    }

    private static String reason(JsonMappingException e) {
        Throwable cause = e.getCause();
        String message = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
        return message == null ? e.getOriginalMessage() : message;
    }
}
