package weather.kwangle.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the YAML files of {@code environments/}; an unknown, missing or impossible value is refused with its place. */
final class SettingsFiles {
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
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
            if (!(YAML.readTree(file.toFile()) instanceof ObjectNode tree)) {
                throw new SettingsException(file + ": is empty or a list, expected keys with values");
            }
            if (!name.isEmpty()) {
                tree.put("name", name);
            }
            return YAML.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            throw new SettingsException(file + ": " + where(e) + reason(e));
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("is no YAML");
            throw new SettingsException(file + ":" + e.getLocation().getLineNr() + ": " + problem);
        } catch (IOException e) {
            throw new SettingsException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Empty where the message names the key itself. */
    private static String where(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return path.isEmpty() ? "" : path.substring(1) + ": ";
    }

    /** In our words: the library's name its own settings. */
    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause) {
            return String.valueOf(cause.getMessage());
        }
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "is unknown; expected one of " + new TreeSet<>(unknown.getKnownPropertyIds());
            case MismatchedInputException missing
            when missing.getOriginalMessage().startsWith("Null value for creator property") -> "is missing";
            case MismatchedInputException mismatch -> "is no " + expected(mismatch.getTargetType());
            default -> e.getOriginalMessage().lines().findFirst().orElse("is wrong");
        };
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "value that fits";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "list";
        }
        return type == int.class ? "whole number" : type == String.class ? "text" : "group of keys";
    }
}
