package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static weather.kwangle.authorizer.Fixture.ARN;
import static weather.kwangle.authorizer.Fixture.event;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.policy.Deliveries;
import weather.kwangle.authorizer.policy.DeliverySettings;
import weather.kwangle.authorizer.policy.PolicyLocation;
import weather.kwangle.edge.EdgeVerification;

/** A request, while its policy changes. */
class PolicyDeliveryTest {
    private static final Duration INTERVAL = DeliverySettings.DEFAULT_INTERVAL;
    private static final Map<String, Object> REQUEST = event("GET", "/forecast");

    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void deliver() throws IOException {
        write("policy", Fixture.POLICY);
        fixture = new Fixture((log, clock) -> Deliveries.onOneThread(
                new DeliverySettings(
                        location("policy"),
                        Optional.of(location("glass")),
                        Optional.of(location("candidate")),
                        INTERVAL),
                log,
                clock));
        write("glass", "{ version: 1, breakGlass: [] }");
        write("candidate", Fixture.POLICY);
    }

    @Test
    void a_changed_file_decides_without_a_restart_and_the_version_that_decided_is_everywhere() throws IOException {
        Result before = fixture.handle(REQUEST);
        write("policy", Fixture.POLICY.replace("GET /forecast: { allOf: [read", "GET /forecast: { allOf: [write"));
        takeEffect();
        Result after = fixture.handle(REQUEST);

        assertThat(before.allows(ARN + "/GET/forecast")).isTrue();
        assertThat(after.allows(ARN + "/GET/forecast")).isFalse();
        assertThat(after.context().get("policyVersion"))
                .isNotEqualTo(before.context().get("policyVersion"))
                .isEqualTo(decisions().getLast().get("policyVersion"));
    }

    @Test
    void a_broken_file_changes_no_decision_and_is_in_the_log_once() throws IOException {
        fixture.handle(REQUEST);
        write("policy", Fixture.POLICY.replace("unknownClient: deny", "unknownClient: gold"));
        for (int i = 0; i < 5; i++) {
            takeEffect();
            assertThat(fixture.handle(REQUEST).allows(ARN + "/GET/forecast")).isTrue();
        }

        assertThat(audited("policy-refused"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(entry(
                                "reason",
                                path("policy")
                                        + ":14:16: there is no plan 'gold', expected deny or one of trial, partner")));
    }

    @Test
    void without_any_policy_it_is_our_failure_until_one_comes() throws IOException {
        Files.delete(path("policy"));
        assertThatThrownBy(() -> fixture.handle(REQUEST)).isInstanceOf(AuthorizerFailureException.class);
        assertThat(decisions().getLast())
                .contains(
                        entry("decision", "internal-failure"),
                        entry(
                                "reason",
                                "there is no access policy yet: " + path("policy") + ": there is no such file"));

        write("policy", Fixture.POLICY);
        fixture.clock.advance(Duration.ofSeconds(2));
        assertThat(fixture.handle(REQUEST).allows(ARN + "/GET/forecast")).isTrue();
    }

    @Test
    void break_glass_refuses_at_once_says_who_and_why_and_ends_by_itself() throws IOException {
        String plain = version(fixture.handle(REQUEST));
        write("glass", """
                version: 1
                breakGlass:
                  - { client: acme-weather, by: ana, why: leaked secret, until: 2026-11-23T12:05:00Z }
                """);
        takeEffect();
        Result refused = fixture.handle(REQUEST);

        assertThat(refused.allows(ARN + "/GET/forecast")).isFalse();
        assertThat(refused.context())
                .contains(entry("reason", "client acme-weather is suspended until 2026-11-23T12:05:00Z"));
        assertThat(version(refused)).startsWith(plain + "+bg1-");
        assertThat(decisions().getLast())
                .contains(
                        entry("cause", "broken-glass"),
                        entry("detail", "by ana: leaked secret"),
                        entry("policyVersion", version(refused)));

        fixture.clock.advance(Duration.ofMinutes(5));
        Result allowed = fixture.handle(event("GET", "/forecast"));
        assertThat(allowed.allows(ARN + "/GET/forecast")).isTrue();
        assertThat(version(allowed)).isEqualTo(plain);
        assertThat(audited("break-glass-began")).hasSize(1);
        assertThat(audited("break-glass-ended")).hasSize(1);
    }

    @Test
    void while_glass_is_broken_for_others_the_assertion_names_the_version_too() throws IOException {
        write("glass", """
                version: 1
                breakGlass: [{ client: other, by: ana, why: leaked secret, until: 2026-11-23T12:05:00Z }]
                """);
        Result allowed = fixture.handle(REQUEST);

        assertThat(fixture.gateway().verify(String.valueOf(allowed.context().get("edgeAssertion"))))
                .isInstanceOfSatisfying(
                        EdgeVerification.Valid.class,
                        valid -> assertThat(valid.assertion().policyVersion())
                                .isEqualTo(version(allowed))
                                .contains("+bg1-"));
    }

    @Test
    void a_candidate_that_decides_otherwise_is_logged_and_changes_nothing() throws IOException {
        Result without = fixture.handle(REQUEST);
        write("candidate", Fixture.POLICY.replace("scopes: [read:forecast] }", "scopes: [] }"));
        takeEffect();
        fixture.clearLog();
        fixture.charged.clear();
        Result with = fixture.handle(REQUEST);

        assertThat(with.json().get("policyDocument")).isEqualTo(without.json().get("policyDocument"));
        assertThat(with.context().get("policyVersion"))
                .isEqualTo(without.context().get("policyVersion"));
        assertThat(fixture.charged).containsExactly("reserve acme-weather 1 of 200");
        assertThat(shadows()).singleElement().satisfies(line -> {
            assertThat(line)
                    .contains(
                            entry("requestId", Fixture.REQUEST_ID),
                            entry("client", "acme-weather"),
                            entry("operation", "GET /forecast"),
                            entry(
                                    "live",
                                    Map.of(
                                            "decision", "allow",
                                            "plan", "partner",
                                            "reason", "allowed",
                                            "policyVersion", version(with))));
            assertThat((Map<?, ?>) line.get("candidate"))
                    .hasToString("{decision=deny, plan=partner, reason=missing scope read:forecast: the token has "
                            + "read:forecast, which this client may not use, policyVersion="
                            + ((Map<?, ?>) line.get("candidate")).get("policyVersion") + "}");
        });
    }

    @Test
    void a_candidate_is_asked_about_plans_clients_and_operations_too() throws IOException {
        write(
                "candidate",
                Fixture.POLICY
                        .replace(
                                "GET /usage: { anyOf: [read:forecast, write:forecast] }",
                                "GET /account: { anyOf: [a:b] }")
                        .replace("acme-weather: { plan: partner", "acme-weather: { plan: trial"));
        for (String path : List.of("/forecast", "/usage", "/account", "/nowhere")) {
            fixture.handle(event("GET", path));
        }
        fixture.handle(event("POST", "/forecast"));

        assertThat(shadows())
                .extracting(
                        line -> line.get("operation"),
                        line -> decision(line, "live"),
                        line -> decision(line, "candidate"))
                .containsExactly(
                        tuple("GET /forecast", "allow partner allowed", "allow trial allowed"),
                        tuple(
                                "GET /usage",
                                "allow partner allowed",
                                "deny  the API has no operation of this method and path"));
    }

    @Test
    void a_shadow_that_cannot_be_written_costs_the_request_nothing() throws IOException {
        write("candidate", Fixture.POLICY.replace("scopes: [read:forecast] }", "scopes: [] }"));
        var settings = new DeliverySettings(
                location("policy"), Optional.empty(), Optional.of(location("candidate")), INTERVAL);
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                throw new IllegalStateException("no room");
            }
        };
        Fixture unlucky = new Fixture((log, clock) -> Deliveries.onOneThread(settings, log, clock), broken);

        for (int i = 0; i < 3; i++) {
            assertThat(unlucky.handle(REQUEST).allows(ARN + "/GET/forecast")).isTrue();
        }
    }

    private static String decision(Map<String, Object> line, String side) {
        Map<?, ?> json = (Map<?, ?>) line.get(side);
        return json.get("decision") + " " + json.get("plan") + " " + json.get("reason");
    }

    /** What was written is in force at the next request. */
    private void takeEffect() {
        fixture.clock.advance(INTERVAL);
        fixture.handle(REQUEST);
        fixture.clock.advance(Duration.ofSeconds(1));
    }

    private static String version(Result result) {
        return String.valueOf(result.context().get("policyVersion"));
    }

    private List<Map<String, Object>> decisions() {
        return lines("decision");
    }

    private List<Map<String, Object>> shadows() {
        return lines("shadow");
    }

    private List<Map<String, Object>> audited(String event) {
        return lines("audit").stream()
                .filter(line -> event.equals(line.get("event")))
                .toList();
    }

    private List<Map<String, Object>> lines(String type) {
        return fixture.logged().stream()
                .filter(line -> type.equals(line.get("type")))
                .toList();
    }

    private PolicyLocation location(String name) {
        return new PolicyLocation.LocalFile(path(name));
    }

    private Path path(String name) {
        return folder.resolve(name + ".yaml");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(path(name), text);
    }
}
