package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages about deploying tell a human to type can be typed. */
class RunbookTest {

    private static final Pattern COMMANDS = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path temporary;

    @Test
    void itsCommandsRunFromTopToBottom() throws IOException {
        Workspace workspace = new Workspace(temporary)
                .revisions("production", "superseded build 40", "superseded build 41", "failed build 42");

        type("docs/runbooks/failed-release.md", workspace, Map.of());

        assertThat(workspace.tools().calls())
                .contains(
                        "helm history max-weather -n weather-production",
                        "kubectl get pods -l app=weather-api -n weather-production",
                        "helm rollback max-weather 2 -n weather-production --wait --timeout 10m");
    }

    /** The policy's, with ids as AppConfig would have said them. */
    @Test
    void aPolicyIsStoppedBroughtBackAndSomebodyRefusedAtOnce() throws IOException {
        Workspace workspace = new Workspace(temporary);

        Shell.Outcome typed = type(
                "docs/runbooks/access-policy.md",
                workspace,
                Map.of("POLL_SECONDS", "0"),
                Map.of("APPLICATION", "appprod", "LIVE", "envlive", "NUMBER", "1"));

        assertThat(workspace.tools().calls("aws appconfig stop-deployment"))
                .containsExactly("aws appconfig stop-deployment --region us-east-1 --application-id appprod"
                        + " --environment-id envlive --deployment-number 1");
        assertThat(typed.output())
                .contains("version 2 is live in production")
                .contains("{\"client\":\"acme-weather\",\"by\":\"ana@kwangle.weather\"");
        assertThat(workspace.tools().get("appconfig-appprod-profbrg/3"))
                .isEqualTo("{\"version\":1,\"breakGlass\":[]}\n");
    }

    /** In a dry run: each step says what it would do. */
    @Test
    void theWayFromAnEmptyAccountToAReleaseRunsFromTopToBottom() throws IOException {
        Workspace workspace =
                Workspace.afterPush(temporary).revisions("production", "superseded build 40", "deployed build 41");

        Shell.Outcome typed = type("docs/deploy.md", workspace, Map.of("DRY_RUN", "1"));

        assertThat(workspace.tools().calls("npx")).hasSize(2);
        assertThat(typed.all())
                .contains("+ aws eks update-kubeconfig --region us-east-1 --name max-weather-staging-cluster")
                .contains(
                        "+ aws appconfig start-deployment --application-id \\<application\\> --environment-id \\<live\\>"
                                + " --deployment-strategy-id \\<max-weather-staging-policy-at-once\\>")
                .contains("+ helm upgrade --install nginx-ingress")
                .contains("+ helm upgrade --install max-weather ./helm/max-weather")
                .contains("+ helm test max-weather -n weather-staging")
                .contains("+ curl https://staging.kwangle.weather/api/v1/current\\?location=Hanoi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/runbooks/failed-release.md", "docs/runbooks/access-policy.md", "docs/deploy.md"})
    void whatTheyNameExists(String page) throws IOException {
        assertThat(Pattern.compile("ci/[a-z-]+\\.(?:sh|lock)")
                        .matcher(Files.readString(Checkout.ROOT.resolve(page)))
                        .results())
                .isNotEmpty()
                .allMatch(name -> Files.exists(Checkout.ROOT.resolve(name.group())));
    }

    private static Shell.Outcome type(String page, Workspace workspace, Map<String, String> variables)
            throws IOException {
        return type(page, workspace, variables, Map.of());
    }

    /** @param placeholders what stands for them in the commands */
    private static Shell.Outcome type(
            String page, Workspace workspace, Map<String, String> variables, Map<String, String> placeholders)
            throws IOException {
        String commands = COMMANDS.matcher(Files.readString(Checkout.ROOT.resolve(page)))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            commands = commands.replaceAll("\\b" + placeholder.getKey() + "\\b", placeholder.getValue());
        }
        Map<String, String> environment = new TreeMap<>(workspace.tools().environment(Tools.ALL));
        environment.putAll(variables);

        Shell.Outcome typed = Shell.run(workspace.path("."), environment, List.of("sh", "-ec", commands));

        assertThat(typed.exitCode()).as(typed.all()).isZero();
        return typed;
    }
}
