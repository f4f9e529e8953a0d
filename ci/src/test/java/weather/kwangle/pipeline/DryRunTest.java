package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dry run says what it would do, and does none of it: no tool is called, none is even needed. */
class DryRunTest {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alert-on-call.sh production      | aws sns publish
            assume-role.sh                   | role_arn = arn:aws:iam::123456789012:role/max-weather-jenkins
            await-scan.sh                    | aws ecr describe-image-scan-findings
            break-glass.sh production show   | aws appconfig get-hosted-configuration-version
            capture-failure.sh production    | kubectl get events
            check-coverage.sh                | coverage above 80 %
            deploy-policy.sh production      | aws appconfig start-deployment
            deploy.sh production             | --wait --timeout 15m --rollback-on-failure
            diff.sh production               | helm diff upgrade max-weather ./helm/max-weather
            lint-chart.sh production         | helm lint --strict ./helm/max-weather
            login-registry.sh                | aws ecr get-login-password
            notify.sh SUCCESS                | build 42 of main ended as SUCCESS
            policy-check.sh                  | policy test access-policy/policy/access-policy.staging.yaml
            policy-diff.sh production        | policy diff target/release/policy/production.live.json
            promote-images.sh                | --repository-name max-weather/edge-gateway --image-tag production-42
            push-images.sh                   | skopeo copy --preserve-digests
            record-incident.sh production    | aws ssm create-ops-item
            release-notes.sh                 | git log
            resolve-images.sh                | resolving gcr.io/distroless/java25-debian13:nonroot
            rollback.sh production           | helm rollback max-weather -n weather-production
            scan.sh                          | trivy filesystem
            smoke.sh production              | helm test max-weather
            tag-release.sh                   | git push origin refs/tags/v42
            use-cluster.sh production        | aws eks update-kubeconfig
            verify-chart.sh                  | weather-verify-default: installs without a warning
            verify-checkout.sh               | git rev-parse HEAD
            verify-release.sh production     | helm status max-weather -n weather-production
            wake-nodes.sh staging            | --scaling-config minSize=2\\,desiredSize=2\\,maxSize=4
            watch-rollout.sh production      | kubectl get events
            """)
    void saysWhatItWouldDoAndCallsNothing(String command, String said) {
        Workspace workspace = new Workspace(temporary).set("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
        String[] words = command.split(" ");

        List<String> arguments = new ArrayList<>(List.of(words).subList(1, words.length));
        arguments.add("--dry-run");

        Shell.Outcome tried = workspace.runWithoutTools(words[0], arguments.toArray(String[]::new));

        assertThat(tried.exitCode()).as(tried.all()).isZero();
        assertThat(tried.output()).contains(said);
        assertThat(workspace.tools().calls()).isEmpty();
        assertThat(workspace.has("target")).isFalse();
    }
}
