package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.policy.arbitrary.Policies;
import weather.kwangle.policy.compile.CompiledPolicy;

/** The schema, by which editors complete and AppConfig validates, agrees with the parser, which decides. */
class PolicySchemaTest {
    private static final Path FILE = Path.of("policy", "access-policy.schema.json");
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(read());
    private static final String VALID = """
            {"version":1,"resourceServer":"max-weather","audience":"https://api.kwangle.weather",
             "operations":{"GET /forecast":{"allOf":["read:forecast"]},"GET /a/{id}":{"anyOf":["a:b","a:c"]}},
             "plans":{"trial":{"rate":"5/s","burst":10,"day":1000}},
             "clients":{"acme":{"plan":"trial","scopes":["read:forecast"],"groups":{"g":["a:b"]}}},
             "unknownClient":"deny",
             "breakGlass":[{"client":"acme","by":"ana","why":"leak","until":"2026-12-01T00:00:00Z"}]}""";

    @Test
    void the_shipped_policy_is_valid_as_it_stands_and_compiled() throws Exception {
        assertThat(SCHEMA.validate(PolicyTexts.shipped(), InputFormat.YAML)).isEmpty();
        assertThat(SCHEMA.validate(CompiledPolicy.of(PolicyTexts.parse(PolicyTexts.shipped())), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void appconfig_can_take_it() throws IOException {
        assertThat(Files.size(FILE)).isLessThan(32 * 1024);
        assertThat(read()).contains("http://json-schema.org/draft-04/schema#");
    }

    @Property(seed = "20261126", tries = 200)
    void it_accepts_every_policy_that_the_parser_accepts(@ForAll("policies") AccessPolicy policy) throws Exception {
        assertThat(SCHEMA.validate(CompiledPolicy.of(policy), InputFormat.JSON)).isEmpty();
    }

    @Provide
    Arbitrary<AccessPolicy> policies() {
        return Policies.any();
    }

    @Property(seed = "20261126", tries = 1_000)
    void it_refuses_nothing_that_the_parser_accepts(@ForAll("almostPolicies") String text) throws Exception {
        if (isAccepted(text)) {
            String compiled = CompiledPolicy.of(AccessPolicy.parse("p", text));
            assertThat(SCHEMA.validate(compiled, InputFormat.JSON)).as(text).isEmpty();
        }
    }

    /** The valid policy with one character or word replaced or put in. */
    @Provide
    Arbitrary<String> almostPolicies() {
        Arbitrary<String> words = Arbitraries.of(
                "0", "1", "1.0", "\"\"", "null", "[]", "{}", "true", "\"x\"", "deny", "9", "/", ":", "a", "A", "-",
                " ");
        return Combinators.combine(
                        Arbitraries.integers().between(0, VALID.length() - 1), words, Arbitraries.of(true, false))
                .as((at, word, insert) -> VALID.substring(0, at) + word + VALID.substring(insert ? at : at + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"version\":1 -> \"version\":2",
                "\"version\":1, -> ",
                "\"resourceServer\" -> \"server\"",
                "max-weather -> max weather",
                "https://api.kwangle.weather -> api.kwangle.weather",
                "https://api.kwangle.weather -> https://api.kwangle.weather#v1",
                "https://api.kwangle.weather -> https://api kwangle.weather",
                "https://api.kwangle.weather -> ",
                "\"https://api.kwangle.weather\" -> 7",
                "\"https://api.kwangle.weather\" -> [\"https://api.kwangle.weather\"]",
                "GET /forecast -> get /forecast",
                "GET /forecast -> GET forecast",
                "GET /forecast -> GET /forecast/",
                "GET /a/{id} -> GET /a/{}",
                "[\"read:forecast\"]},\"GET -> []},\"GET",
                "{\"anyOf\":[\"a:b\",\"a:c\"]} -> {}",
                "\"a:b\",\"a:c\" -> \"a:b\",\"a:b\"",
                "\"a:b\",\"a:c\" -> \"a\"",
                "\"a:b\",\"a:c\" -> 7",
                "\"anyOf\" -> \"anyof\"",
                "\"trial\":{ -> \"deny\":{",
                "\"trial\":{ -> \"Trial\":{",
                "5/s -> 5",
                "5/s -> 0/s",
                "5/s -> 0.000/s",
                "5/s -> 123456/s",
                "\"burst\":10 -> \"burst\":0",
                "\"burst\":10 -> \"burst\":\"10\"",
                "\"burst\":10, -> ",
                "\"day\":1000 -> \"day\":0",
                "\"day\":1000 -> \"week\":1000",
                "\"acme\":{ -> \"a c\":{",
                "\"plan\":\"trial\", -> ",
                "\"scopes\" -> \"scope\"",
                "{\"g\":[\"a:b\"]} -> [\"a:b\"]",
                "\"unknownClient\":\"deny\" -> \"unknownClient\":true",
                "\"client\":\"acme\", -> ",
                "\"client\":\"acme\" -> \"client\":\"acme\",\"operation\":\"GET /forecast\"",
                "\"by\":\"ana\", -> ",
                "\"ana\" -> \" \"",
                "2026-12-01T00:00:00Z -> soon",
            })
    void it_refuses_what_the_parser_refuses(String change) {
        String[] parts = change.split(" -> ", -1);
        String json = VALID.replace(parts[0], parts[1]);

        assertThat(json).isNotEqualTo(VALID);
        assertThat(isAccepted(json)).as("the parser accepts it").isFalse();
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
    }

    private static boolean isAccepted(String json) {
        try {
            AccessPolicy.parse("p", json);
            return true;
        } catch (PolicyParseException e) {
            return false;
        }
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
