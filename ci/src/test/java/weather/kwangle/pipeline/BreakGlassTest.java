package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakGlassTest {
    private static final String[] ACME = {"--client", "acme-weather"};
    private static final String[] REASON = {"--by", "ana@kwangle.weather", "--why", "leaked secret"};

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = new Workspace(temporary);
    }

    @Test
    void aClientIsRefusedAtOnceAndNotThroughTheQueueOfARollout() {
        Shell.Outcome set = set(ACME, "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).as(set.all()).isZero();
        assertThat(delivered(2)).isEqualTo("""
                {"version":1,"breakGlass":[
                {"client":"acme-weather","by":"ana@kwangle.weather","why":"leaked secret","until":"2099-12-01T00:00:00Z"}
                ]}
                """);
        assertThat(workspace.tools().calls("aws appconfig start-deployment"))
                .containsExactly("aws appconfig start-deployment --region us-east-1 --application-id appprod"
                        + " --environment-id envbrgl --configuration-profile-id profbrg --configuration-version 2"
                        + " --deployment-strategy-id atonce1"
                        + " --description refused by ana@kwangle.weather until 2099-12-01T00:00:00Z"
                        + " --query DeploymentNumber --output text");
    }

    @Test
    void entriesStandBesideEachOtherAndTheSameSubjectStandsOnce() {
        set(ACME, "2099-12-01T00:00:00Z");
        set(new String[] {"--operation", "POST /forecast"}, "2099-12-02T00:00:00Z");
        set(ACME, "2099-12-03T00:00:00Z");

        assertThat(delivered(4)).isEqualTo("""
                {"version":1,"breakGlass":[
                {"operation":"POST /forecast","by":"ana@kwangle.weather","why":"leaked secret","until":"2099-12-02T00:00:00Z"},
                {"client":"acme-weather","by":"ana@kwangle.weather","why":"leaked secret","until":"2099-12-03T00:00:00Z"}
                ]}
                """);
    }

    @Test
    void whatIsLiftedIsGoneAndTheRestStays() {
        set(ACME, "2099-12-01T00:00:00Z");
        set(new String[] {"--client", "acme-weather-2"}, "2099-12-02T00:00:00Z");

        assertThat(run("lift", "--client", "acme-weather").exitCode()).isZero();
        assertThat(delivered(4)).contains("acme-weather-2").doesNotContain("\"acme-weather\"");

        assertThat(run("lift", "--client", "acme-weather-2").exitCode()).isZero();
        assertThat(delivered(5)).isEqualTo("{\"version\":1,\"breakGlass\":[]}\n");
    }

    @Test
    void whatIsOverIsLeftOut() {
        workspace.tools().put("appconfig-appprod-envbrgl.deployments", "1 1 COMPLETE\n");
        workspace.run("break-glass.sh", "production", "show");
        workspace.tools().put("appconfig-appprod-profbrg/1", """
                {"version":1,"breakGlass":[
                {"client":"old","by":"a","why":"b","until":"2026-01-01T00:00:00Z"},
                {"client":"kept","by":"a","why":"b","until":"2099-01-01T00:00:00Z"}
                ]}
                """);

        set(ACME, "2099-12-01T00:00:00Z");

        assertThat(delivered(2)).contains("\"kept\"", "\"acme-weather\"").doesNotContain("\"old\"");
    }

    @Test
    void whatIsRefusedIsShown() {
        assertThat(run("show").output()).isEqualTo("nothing is refused by hand\n");

        set(ACME, "2099-12-01T00:00:00Z");

        assertThat(run("show").output())
                .isEqualTo(
                        "{\"client\":\"acme-weather\",\"by\":\"ana@kwangle.weather\",\"why\":\"leaked secret\",\"until\":\"2099-12-01T00:00:00Z\"}\n");
        assertThat(workspace.tools().calls("aws appconfig start-deployment")).hasSize(1);
    }

    @Test
    void quotesInAReasonStayInTheReason() {
        Shell.Outcome set = run(
                "set",
                "--client",
                "acme-weather",
                "--by",
                "ana \"the lead\"",
                "--why",
                "it said \"},{\"client\":\"\\",
                "--until",
                "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).as(set.all()).isZero();
        assertThat(delivered(2))
                .contains("\"by\":\"ana \\\"the lead\\\"\"")
                .contains("\"why\":\"it said \\\"},{\\\"client\\\":\\\"\\\\\"");
        assertThat(run("lift", "--client", "acme-weather").exitCode()).isZero();
    }

    @Test
    void aListThatSomebodyWroteOtherwiseIsLeftToThem() {
        run("show");
        workspace.tools().put("appconfig-appprod-profbrg/1", "{\n  \"version\": 1,\n  \"breakGlass\": []\n}\n");

        Shell.Outcome set = set(ACME, "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).isEqualTo(1);
        assertThat(set.errors()).contains("version 1 was not written by this script");
        assertThat(workspace.tools().calls("aws appconfig create")).isEmpty();
    }

    /** By its text it is over sooner than it is: who cannot compare it must not leave it out. */
    @Test
    void anEndInAnotherOffsetIsLeftToWhoWroteIt() {
        run("show");
        workspace.tools().put("appconfig-appprod-profbrg/1", """
                {"version":1,"breakGlass":[
                {"client":"other","by":"a","why":"b","until":"2020-12-01T00:00:00-05:00"}
                ]}
                """);

        Shell.Outcome set = set(ACME, "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).isEqualTo(1);
        assertThat(set.errors()).contains("version 1 was not written by this script");
    }

    @Test
    void ofTwoWhoRefuseAtOnceTheSecondIsToldAndTakesNothingBack() {
        workspace.tools().put("deployed-meanwhile", "envbrgl 2 2 COMPLETE\n");

        Shell.Outcome set = set(ACME, "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).isEqualTo(1);
        assertThat(set.errors())
                .isEqualTo("break-glass.sh: version 2 was delivered while this one was made from version 1: nothing is"
                        + " changed, run the same again\n");
        assertThat(workspace.tools().calls("aws appconfig start-deployment")).isEmpty();
    }

    @Test
    void anOperationThatThePolicyDoesNotHaveIsRefusedWithAWarning() {
        String[] slip = {"--operation", "POST /forecasts"};

        Shell.Outcome set = set(slip, "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).as(set.all()).isZero();
        assertThat(set.errors())
                .isEqualTo("break-glass.sh: warning: access-policy/policy/access-policy.yaml has no operation"
                        + " POST /forecasts; unless the live policy has it, nothing is refused\n");
        assertThat(set(new String[] {"--operation", "POST /forecast"}, "2099-12-01T00:00:00Z")
                        .errors())
                .isEmpty();
    }

    @Test
    void whatIsNotRefusedCannotBeLifted() {
        Shell.Outcome lifted = run("lift", "--client", "acme-weather");

        assertThat(lifted.exitCode()).isEqualTo(1);
        assertThat(lifted.errors()).isEqualTo("break-glass.sh: \"client\":\"acme-weather\" is not refused by hand\n");
    }

    @Test
    void whatTheValidatorRefusesIsTold() {
        workspace.tools().put("validator-refuses", "break-glass: client acme-weather is refused until 2099");

        Shell.Outcome set = set(ACME, "2099-12-01T00:00:00Z");

        assertThat(set.exitCode()).isEqualTo(1);
        assertThat(set.errors()).contains("AppConfig refuses it: ").contains("is refused until 2099");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            set                                                                     | nothing is named
            set --client a b                                                        | unknown argument 'b'
            set --client a/b --by x --why y --until 2099-01-01T00:00:00Z            | --client is 'a/b', expected the form
            set --operation POST_/x                                                 | --operation is 'POST_/x'
            set --client a --client b                                               | two subjects
            set --client a --why y --until 2099-01-01T00:00:00Z                     | expected --by, who refuses it
            set --client a --by x --until 2099-01-01T00:00:00Z                      | expected --by, who refuses it, and --why
            set --client a --by x --why y                                           | --until is ''
            set --client a --by x --why y --until 2099-01-01                        | --until is '2099-01-01', expected a time in UTC
            set --client a --by x --why y --until 2020-01-01T00:00:00Z              | --until is 2020-01-01T00:00:00Z, expected a time ahead
            set lift --client a                                                     | two actions
            set --client                                                            | --client has no value
            lift                                                                    | nothing is named
            --client a                                                              | no action
            """)
    void badUseIsOneLineAndChangesNothing(String arguments, String complaint) {
        Shell.Outcome refused = run(arguments.split(" "));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).startsWith("break-glass.sh: ").contains(complaint);
        assertThat(refused.errors().lines()).hasSize(1);
        assertThat(workspace.tools().calls()).isEmpty();
    }

    private Shell.Outcome set(String[] subject, String until) {
        List<String> arguments = new ArrayList<>(List.of("set"));
        arguments.addAll(List.of(subject));
        arguments.addAll(List.of(REASON));
        arguments.addAll(List.of("--until", until));
        return run(arguments.toArray(String[]::new));
    }

    private Shell.Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("production"));
        all.addAll(List.of(arguments));
        return workspace.run("break-glass.sh", all.toArray(String[]::new));
    }

    private String delivered(int version) {
        return workspace.tools().get("appconfig-appprod-profbrg/" + version);
    }
}
