package weather.kwangle.operations.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.operations.LambdaContexts;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Place;
import weather.kwangle.policy.compile.CompiledPolicy;
import weather.kwangle.policy.lint.Finding;
import weather.kwangle.policy.lint.LintRule;

class PolicyValidationHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Path SHIPPED = Path.of("../access-policy/policy/access-policy.yaml");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PolicyValidationHandler handler =
            new PolicyValidationHandler(Clock.fixed(NOW, ZoneOffset.UTC), new PrintStream(log, true, UTF_8));

    @Test
    void theShippedPolicyIsAcceptedAsItIsCompiledWithItsRemarksInTheLog() throws Exception {
        String compiled = compiled();

        deliver(compiled);

        assertThat(log.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"policy-validation\",\"profile\":\"p1\",\"configuration\":\"7\",")
                .contains("\"outcome\":\"accepted\"")
                .contains("\"version\":\"" + AccessPolicy.parse("p", compiled).version() + "\"")
                .contains("note: no client of this file has plan trial");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "rate":"5/s" | "rate":"fast" | rate is 'fast', expected a number above 0
            "plan":"partner" | "plan":"gold" | there is no plan 'gold', expected one of internal, partner, trial
            "unknownClient" | "unknownclient" | unknown member 'unknownclient' in the policy
            "version":1 | "version":2 | version is '2', expected 1
            """)
    void aPolicyThatTheAuthorizerCannotReadIsRefusedInOneLineThatSaysWhere(
            String written, String instead, String message) throws Exception {
        String wrong = compiled().replaceFirst(Pattern.quote(written), instead);
        assertThat(wrong).isNotEqualTo(compiled());

        assertThatThrownBy(() -> deliver(wrong))
                .isInstanceOf(PolicyRefusedException.class)
                .message()
                .startsWith("access-policy:1:")
                .contains(message)
                .doesNotContain("\n");
        assertThat(log.toString(UTF_8)).contains("\"outcome\":\"refused\"");
    }

    @Test
    void anErrorOfTheLintRefusesAndAnythingLessDoesNot() {
        Finding warning = new Finding(LintRule.DEAD_RULE, new Place("access-policy", 1, 2), "it is dead");
        Finding error = new Finding(LintRule.SCOPE_NOBODY_CAN_GET, new Place("access-policy", 1, 9), "nobody gets it");

        assertThat(PolicyValidation.judge("1-abc", List.of(warning)))
                .isEqualTo(new Judgement.Accepted("1-abc", List.of(warning.toString())));
        assertThat(PolicyValidation.judge("1-abc", List.of(warning, error)))
                .isEqualTo(new Judgement.Refused("access-policy:1:9: error: nobody gets it [scope-nobody-can-get]"));
    }

    @Test
    void whatIsRefusedByHandIsAcceptedWithItsVersion() throws Exception {
        deliver(breakGlass("2026-11-27T12:00:00Z"));
        deliver("{\"version\":1,\"breakGlass\":[]}");

        assertThat(log.toString(UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"outcome\":\"accepted\"") && line.contains("\"version\":\"bg1-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-26T12:00:01Z", "2026-12-26T12:00:00Z", "2026-11-27T02:00:00+13:00"})
    void aRefusalByHandEndsAheadWithinThirtyDays(String until) throws Exception {
        deliver(breakGlass(until));

        assertThat(log.toString(UTF_8)).contains("\"outcome\":\"accepted\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-11-26T12:00:00Z", "2026-11-20T00:00:00Z", "2026-12-26T12:00:01Z", "9999-12-31T00:00:00Z"})
    void aRefusalByHandThatIsOverOrLastsLongerIsNone(String until) {
        assertThatThrownBy(() -> deliver(breakGlass(until)))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessage("break-glass: client acme-weather is refused until " + until
                        + ", expected a time from now to 2026-12-26T12:00:00Z, 30 days ahead");
    }

    /** What lasts longer in a policy is remarked; here it is refused. */
    @Test
    void thirtyDaysAreWhatTheLintAllowsInAPolicy() throws Exception {
        Instant latest = NOW.plus(PolicyValidation.LONGEST_BREAK_GLASS);

        deliver(compiled().replace("\"breakGlass\":[]", "\"breakGlass\":[" + entry(latest) + "]"));
        assertThat(log.toString(UTF_8)).doesNotContain("[lasting-break-glass]");

        deliver(compiled().replace("\"breakGlass\":[]", "\"breakGlass\":[" + entry(latest.plusSeconds(1)) + "]"));
        assertThat(log.toString(UTF_8)).contains("[lasting-break-glass]");
    }

    private static String entry(Instant until) {
        return "{\"client\":\"acme-weather\",\"by\":\"ana\",\"why\":\"leak\",\"until\":\"" + until + "\"}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"version":1,"breakGlass":[{"client":"a","why":"w","until":"2026-11-27T00:00:00Z"}]} | 'by' is missing
            {"version":1,"breakGlass":[{"client":"a","by":"b","until":"2026-11-27T00:00:00Z"}]}  | 'why' is missing
            {"version":1,"breakGlass":[{"client":"a","by":"b","why":"w"}]}                       | 'until' is missing
            {"version":1,"breakGlass":[{"by":"b","why":"w","until":"2026-11-27T00:00:00Z"}]}     | nothing is refused
            {"version":1}                                                                        | 'breakGlass' is missing
            {}                                                                                   | 'version' is missing
            []                                                                                   | expected
            {"version":1,"breakGlass":[]                                                         | expected YAML 1.2 or JSON
            """)
    void aListThatSaysTooLittleIsRefused(String list, String message) {
        assertThatThrownBy(() -> deliver(list))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsRead() {
        byte[] spaces = new byte[CompiledPolicy.MAX_BYTES + 1];
        Arrays.fill(spaces, (byte) ' ');

        assertThatThrownBy(() -> deliver(spaces)).hasMessage("the document has 900001 bytes, expected at most 900000");
        assertThatThrownBy(() -> call("{\"content\":\"" + "A".repeat(2_000_000) + "\"}"))
                .hasMessage("the event has more than 2000000 bytes, which no document of ours needs");
    }

    @Test
    void aListOfRefusalsByHandHasABoundOfItsOwn() {
        String list = breakGlass("2026-11-27T12:00:00Z") + " ".repeat(PolicyValidation.MAX_BREAK_GLASS_BYTES);

        assertThatThrownBy(() -> deliver(list)).hasMessageContaining("expected at most 100000");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThatThrownBy(() -> deliver(new byte[] {'{', (byte) 0xC3, '}'}))
                .hasMessage("document:1:2: byte 0xC3 is not UTF-8, expected text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{}", "{\"content\": 7}", "{\"content\": \"%%%\"}"})
    void anEventThatIsNotAppConfigsIsRefused(String event) {
        assertThatThrownBy(() -> call(event)).isInstanceOf(PolicyRefusedException.class);
    }

    private static String compiled() throws Exception {
        return CompiledPolicy.of(AccessPolicy.parse("shipped", Files.readString(SHIPPED)));
    }

    private static String breakGlass(String until) {
        return """
                {"version":1,"breakGlass":[
                {"client":"acme-weather","by":"ana@kwangle.weather","why":"leaked secret","until":"%s"}
                ]}""".formatted(until);
    }

    private void deliver(String document) throws Exception {
        deliver(document.getBytes(UTF_8));
    }

    private void deliver(byte[] document) throws Exception {
        call(JSONObjectUtils.toJSONString(Map.of(
                "applicationId", "a1",
                "configurationProfileId", "p1",
                "configurationVersion", "7",
                "content", Base64.getEncoder().encodeToString(document),
                "uri", "hosted")));
    }

    private void call(String event) throws Exception {
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(UTF_8)), new ByteArrayOutputStream(), LambdaContexts.ANY);
    }
}
