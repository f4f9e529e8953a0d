package weather.kwangle.registry.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import weather.kwangle.registry.Environment;

/** Which table the command is about. */
sealed interface Destination {

    String TABLE_VARIABLE = "QUOTA_TABLE";
    String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL_DYNAMODB";

    /** In words, for who has to notice that it is the wrong one. */
    String description();

    String table();

    /** An environment in AWS, with its app clients and API keys. */
    record Deployed(Environment environment) implements Destination {
        @Override
        public String description() {
            return "table %s of %s".formatted(table(), environment.wireName());
        }

        @Override
        public String table() {
            return environment.quotaTable();
        }
    }

    /** A table alone, where the SDK's variables lead. */
    record TableAlone(String table, Optional<String> endpoint) implements Destination {
        @Override
        public String description() {
            return "table %s %s (%s), and nothing else"
                    .formatted(table, endpoint.map(url -> "at " + url).orElse("in AWS"), TABLE_VARIABLE);
        }
    }

    /** The table of the platform that runs on this machine. */
    record RunningPlatform(URI endpoint, String file) implements Destination {
        @Override
        public String description() {
            return "table %s of the running platform, %s (%s)".formatted(table(), endpoint, file);
        }

        @Override
        public String table() {
            // The local run has production's names.
            return Environment.PRODUCTION.quotaTable();
        }
    }

    /**
     * The environment that is named, else the variables' table, else that of the running platform.
     *
     * @param variables of the process
     * @param platformFile {@code target/platform.json}
     * @param nameOfFile what messages call it
     */
    static Destination of(
            Optional<Environment> named, Map<String, String> variables, Path platformFile, String nameOfFile)
            throws UsageException, IOException {
        Optional<String> table = variable(variables, TABLE_VARIABLE);
        Optional<String> endpoint = variable(variables, ENDPOINT_VARIABLE);
        if (named.isPresent()) {
            Optional<String> other =
                    table.isPresent() ? Optional.of(TABLE_VARIABLE) : endpoint.map(_ -> ENDPOINT_VARIABLE);
            if (other.isPresent()) {
                throw new UsageException(
                        "--environment %s and %s name two tables, expected one; leave the option out or unset the variable"
                                .formatted(named.get().wireName(), other.get()));
            }
            return new Deployed(named.get());
        }
        if (table.isPresent()) {
            if (endpoint.isPresent() && address(endpoint.get()).isEmpty()) {
                throw new UsageException("%s is '%s', expected an address such as http://127.0.0.1:8000"
                        .formatted(ENDPOINT_VARIABLE, Checks.printable(endpoint.get())));
            }
            return new TableAlone(table.get(), endpoint);
        }
        if (endpoint.isPresent()) {
            throw new UsageException("%s is set and %s is not, expected both; set %s to the table's name"
                    .formatted(ENDPOINT_VARIABLE, TABLE_VARIABLE, TABLE_VARIABLE));
        }
        return new RunningPlatform(databaseOf(platformFile, nameOfFile), nameOfFile);
    }

    private static Optional<String> variable(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** Empty if nothing could be asked there. */
    private static Optional<URI> address(String text) {
        try {
            return Optional.of(URI.create(text)).filter(uri -> uri.getScheme() != null && uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static URI databaseOf(Path platformFile, String nameOfFile) throws UsageException, IOException {
        String json;
        try {
            json = Files.readString(platformFile);
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "no table: there is no %s; start the platform with ./max-weather run, or name --environment staging or production, or set %s"
                            .formatted(nameOfFile, TABLE_VARIABLE));
        }
        Optional<URI> address = Optional.empty();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && "dynamodb".equals(name)) {
                    address = address(parser.getString());
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            // Said below.
        }
        if (address.isPresent()) {
            return address.get();
        }
        throw new UsageException(
                "%s has no member dynamodb with the table's address; start the platform anew with ./max-weather run"
                        .formatted(nameOfFile));
    }
}
