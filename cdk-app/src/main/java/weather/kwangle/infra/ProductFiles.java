package weather.kwangle.infra;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the stacks take from the rest of the repository, as it is and as it was built.
 *
 * @param root the repository's root
 */
record ProductFiles(Path root) {

    /** The public contract. */
    Path contract() {
        return existing("api/openapi.yaml");
    }

    /** @param name of one of the access policies that are shipped */
    Path accessPolicy(String name) {
        Path file = root.resolve("access-policy/policy/" + name);
        if (!Files.exists(file)) {
            throw new SettingsException(
                    "authorizer.accessPolicy: is " + name + ", expected a file of access-policy/policy");
        }
        return file;
    }

    /** What AppConfig compares a compiled policy with, or what is refused by hand: JSON Schema, draft-04. */
    Path schema(String name) {
        return existing("access-policy/policy/" + name + ".schema.json");
    }

    /** The authorizer's function, exploded: what the local run starts too. */
    Path authorizerFunction() {
        return existing("lambda-authorizer/target/function");
    }

    /** The functions that rotate the edge key, validate policies and give permits back, exploded: one folder for all. */
    Path operationsFunctions() {
        return existing("lambda-operations/target/function");
    }

    private Path existing(String path) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            throw new SettingsException(path + " is not there; build it first: mvn package -DskipTests");
        }
        return file;
    }
}
