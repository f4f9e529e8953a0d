package weather.kwangle.chart.prerequisites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ci/install-prerequisites.sh against stand-ins of its tools, which write down how they were called. */
class InstallPrerequisitesTest {
    private static final String ROLE = "annotations.eks\\.amazonaws\\.com/role-arn=arn:aws:iam::012345678901:role/";
    private static final String END = " --wait --timeout 10m --rollback-on-failure";

    /** kubectl in a cluster whose VPC CNI enforces network policies and that holds nothing else yet. */
    private static final String NEW_CLUSTER =
            "[ \"$1\" != get ] || { [ \"$2\" = daemonset ] && echo 'aws-node[\"--enable-network-policy=true\"]'; }";

    @TempDir
    Path tools;

    private record Run(int exit, String output) {
        List<String> lines(String start) {
            return output.lines().filter(line -> line.startsWith(start)).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "production, max-weather, max-weather-production-cluster",
        "staging, max-weather-staging, max-weather-staging-cluster"
    })
    void installsEachInOrderWithWhatTheEnvironmentAdds(String environment, String names, String cluster)
            throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "[ \"$1\" != version ] || echo v4.3.1");
        stub("kubectl", NEW_CLUSTER);

        Run run = run(environment);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(calls("helm upgrade"))
                .containsExactly(
                        "helm upgrade --install metrics-server metrics-server --repo"
                                + " https://kubernetes-sigs.github.io/metrics-server/ --version 3.13.1"
                                + " --namespace metrics-server --values ci/cluster/values/metrics-server.yaml" + END,
                        "helm upgrade --install aws-load-balancer-controller aws-load-balancer-controller --repo"
                                + " https://aws.github.io/eks-charts --version 3.5.0"
                                + " --namespace aws-load-balancer-controller"
                                + " --values ci/cluster/values/aws-load-balancer-controller.yaml"
                                + " --set clusterName=" + cluster + " --set region=us-east-1 --set vpcId=vpc-0123"
                                + " --set serviceAccount." + ROLE + names + "-aws-load-balancer-controller" + END,
                        "helm upgrade --install cluster-autoscaler cluster-autoscaler --repo"
                                + " https://kubernetes.github.io/autoscaler --version 9.59.0"
                                + " --namespace cluster-autoscaler --values ci/cluster/values/cluster-autoscaler.yaml"
                                + " --set autoDiscovery.clusterName=" + cluster + " --set awsRegion=us-east-1"
                                + " --set rbac.serviceAccount." + ROLE + names + "-cluster-autoscaler" + END,
                        "helm upgrade --install nginx-ingress oci://ghcr.io/nginx/charts/nginx-ingress --version 2.6.4"
                                + " --namespace nginx-ingress --values ci/cluster/values/nginx-ingress.yaml" + END,
                        "helm upgrade --install logging helm/logging --namespace logging"
                                + " --values helm/logging/values.yaml --set global.environment=" + environment
                                + " --set global.clusterName=" + cluster
                                + " --set global.aws.accountId=012345678901 --set global.aws.region=us-east-1" + END);
    }

    @Test
    void installsEachImageByTheDigestThatIsLocked() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "");
        String digest = "sha256:" + "c".repeat(64);

        Run run = run(
                checkoutWhereEveryImageHas(digest),
                "production",
                "--with",
                "external-dns",
                "--with",
                "external-secrets");

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(calls("helm upgrade --install "))
                .extracting(call -> call.split(" ", -1)[3]
                        + Pattern.compile(" --set (\\S*image\\.\\S+)")
                                .matcher(call)
                                .results()
                                .map(setting -> " " + setting.group(1).replace(digest, "DIGEST"))
                                .collect(Collectors.joining()))
                .containsExactly(
                        "metrics-server image.tag=v0.8.1@DIGEST",
                        "aws-load-balancer-controller image.tag=v3.5.0@DIGEST",
                        "cluster-autoscaler image.tag=v1.36.1@DIGEST",
                        "nginx-ingress controller.image.digest=DIGEST",
                        "logging image.digest=DIGEST",
                        "external-dns image.tag=v0.21.0@DIGEST",
                        "external-secrets image.tag=v2.9.0@DIGEST webhook.image.tag=v2.9.0@DIGEST"
                                + " certController.image.tag=v2.9.0@DIGEST");
    }

    @Test
    void preparesEachNamespaceWithItsLevelOfPodSecurity() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", NEW_CLUSTER);

        run("production");

        assertThat(calls("kubectl create namespace"))
                .containsExactly(
                        "kubectl create namespace metrics-server",
                        "kubectl create namespace aws-load-balancer-controller",
                        "kubectl create namespace cluster-autoscaler",
                        "kubectl create namespace nginx-ingress",
                        "kubectl create namespace logging");
        assertThat(calls("kubectl label namespace"))
                .contains(
                        label("cluster-autoscaler", "restricted"),
                        label("logging", "privileged"),
                        label("nginx-ingress", "restricted") + " elbv2.k8s.aws/pod-readiness-gate-inject=enabled");
    }

    @Test
    void theSecondTimeItMakesNoNamespaceAndNoCertificate() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "");

        assertThat(run("production").exit()).isZero();

        assertThat(calls("kubectl create")).isEmpty();
        assertThat(calls("helm upgrade")).hasSize(5);
    }

    @Test
    void makesACertificateForHandshakesWithoutANameAndLeavesItsKeyNowhere() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub(
                "kubectl",
                "[ \"$1 $2\" != \"create secret\" ] || head -qn 1 \"$8\" \"${10}\" >>\"$CALLS\"; " + NEW_CLUSTER);

        assertThat(run("production").exit()).isZero();

        String call = calls("kubectl create secret tls nginx-default-server --namespace nginx-ingress")
                .getFirst();
        assertThat(calls("-----BEGIN")).containsExactly("-----BEGIN CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----");
        assertThat(Path.of(call.substring(call.lastIndexOf(' ') + 1))).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "production, max-weather-nginx, weather-production",
        "staging, max-weather-staging-nginx, weather-staging"
    })
    void bindsNginxToTheEnvironmentsTargetGroupAndGateway(String environment, String group, String namespace)
            throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "[ \"$*\" != \"apply --filename -\" ] || cat >>\"$CALLS\"");

        run(environment);

        List<String> written = calls("");
        assertThat(written)
                .contains(
                        "  targetGroupName: " + group,
                        "              kubernetes.io/metadata.name: " + namespace,
                        "    name: nginx-ingress-controller");
        assertThat(written.indexOf("kind: TargetGroupBinding"))
                .isGreaterThan(written.indexOf(
                        calls("helm upgrade --install nginx-ingress").getFirst()));
    }

    @ParameterizedTest
    @CsvSource({"production, max-weather-release", "staging, max-weather-staging-release"})
    void letsTheEnvironmentsPipelineMakeItsNamespaceAndNothingElse(String environment, String group) throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "[ \"$*\" != \"apply --filename -\" ] || cat >>\"$CALLS\"");

        run(environment);

        assertThat(calls(""))
                .containsSubsequence("kind: ClusterRole", "    resources: [namespaces]", "    verbs: [create]")
                .containsSubsequence("kind: ClusterRoleBinding", "    kind: Group", "    name: " + group);
        assertThat(calls("kind: ClusterRole").stream().filter("kind: ClusterRole"::equals))
                .hasSize(1);
    }

    @Test
    void bringsCustomResourcesUpToDateBeforeTheirController() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "[ \"$1 $2\" != \"show crds\" ] || echo \"crd of $3\"");
        stub("kubectl", "[ \"$2\" != --server-side ] || cat >>\"$CALLS\"");

        run("production");

        assertThat(calls("crd of"))
                .containsExactly(
                        "crd of aws-load-balancer-controller", "crd of oci://ghcr.io/nginx/charts/nginx-ingress");
        assertThat(calls("").indexOf("crd of oci://ghcr.io/nginx/charts/nginx-ingress"))
                .isLessThan(calls("")
                        .indexOf(calls("helm upgrade --install nginx-ingress").getFirst()));
    }

    @Test
    void whatIsOptionalIsInstalledWhenSwitchedOn() throws Exception {
        assertThat(run("staging", "--dry-run").output()).doesNotContain("external-dns", "external-secrets");
        assertThat(run("staging", "--dry-run", "--with", "external-dns").output())
                .contains("helm upgrade --install external-dns ", "txtOwnerId=max-weather-staging-cluster")
                .doesNotContain("external-secrets");
        assertThat(run("--with", "external-secrets", "staging", "--with", "external-dns", "--dry-run")
                        .lines("+ helm upgrade"))
                .hasSize(7);
    }

    @Test
    void aDryRunCallsNothing() throws Exception {
        stub("aws", "");
        stub("helm", "");
        stub("kubectl", "");

        Run run = run("production", "--dry-run");

        assertThat(run.exit()).isZero();
        assertThat(run.lines("+ helm upgrade")).hasSize(5);
        assertThat(tools.resolve("calls")).doesNotExist();
    }

    @Test
    void helm3CallsTheFlagByItsOldName() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "[ \"$1\" != version ] || echo v3.22.0");
        stub("kubectl", "");

        run("production");

        assertThat(calls("helm upgrade")).hasSize(5).allMatch(call -> call.endsWith(" --wait --timeout 10m --atomic"));
    }

    @Test
    void whatCannotBeInstalledEndsIt() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "[ \"$3\" != cluster-autoscaler ]");
        stub("kubectl", "");

        Run run = run("production");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).endsWith("install-prerequisites.sh: cluster-autoscaler could not be installed\n");
        assertThat(calls("helm upgrade")).hasSize(3);
    }

    @Test
    void aClusterWithoutAVpcEndsIt() throws Exception {
        stub("aws", "echo None");
        stub("helm", "");
        stub("kubectl", "");

        Run run = run("production");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("the VPC of max-weather-production-cluster: 'None' is no id");
        assertThat(calls("kubectl")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-node", "aws-node[\"--enable-ipv6=false\",\"--enable-network-policy=false\"]"})
    void aClusterThatIgnoresNetworkPoliciesIsRefusedBeforeAnythingIsChanged(String plugin) throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "echo '%s'".formatted(plugin));

        Run run = run("production");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.output())
                .isEqualTo("install-prerequisites.sh: max-weather-production-cluster ignores network policies:"
                        + " set enableNetworkPolicy of its vpc-cni add-on to \"true\"\n");
        assertThat(calls("kubectl")).singleElement().asString().startsWith("kubectl get daemonset aws-node ");
        assertThat(calls("helm")).isEmpty();
    }

    @Test
    void anotherNetworkPluginIsLeftToTheChartsOwnTests() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "");

        Run run = run("production");

        assertThat(run.exit()).isZero();
        assertThat(run.output())
                .startsWith("max-weather-production-cluster has no VPC CNI:"
                        + " whether network policies are enforced is left to helm test\n");
    }

    @Test
    void aClusterThatDoesNotAnswerEndsIt() throws Exception {
        stub("aws", "echo vpc-0123");
        stub("helm", "");
        stub("kubectl", "exit 1");

        Run run = run("production");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("does not say whether it has the VPC CNI");
        assertThat(calls("helm")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    staging --with                | --with '': expected one of external-dns external-secrets
                    staging --with everything     | --with 'everything': expected one of external-dns external-secrets
                    development                   | unknown argument 'development'
                    --dry-run                     | no environment: expected staging or production
                    """)
    void badUsageIsOneLineAndExitCode2(String arguments, String message) throws Exception {
        Run run = run(arguments.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.output().lines()).hasSize(1).first().asString().contains(message);
    }

    private static String label(String namespace, String level) {
        return ("kubectl label namespace %s --overwrite pod-security.kubernetes.io/enforce=%s"
                        + " pod-security.kubernetes.io/warn=%s pod-security.kubernetes.io/audit=%s")
                .formatted(namespace, level, level, level);
    }

    private void stub(String tool, String then) throws IOException {
        Path file = Files.writeString(
                tools.resolve(tool), "#!/bin/sh\necho \"%s $*\" >>\"$CALLS\"\n%s\n".formatted(tool, then));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private List<String> calls(String start) throws IOException {
        return Files.readAllLines(tools.resolve("calls")).stream()
                .filter(line -> line.startsWith(start))
                .toList();
    }

    private Path checkoutWhereEveryImageHas(String digest) throws IOException {
        Path checkout = tools.resolve("checkout");
        try (Stream<Path> files = Files.walk(Repository.ROOT.resolve("ci"), 3)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(sh|bash|yaml)"))
                    .toList()) {
                Path copy = checkout.resolve(Repository.ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.writeString(
                checkout.resolve("ci/images.lock"),
                Repository.text("ci/images.lock").replaceAll("(?m) \\S+$", " " + digest));
        return checkout;
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        return run(Repository.ROOT, arguments);
    }

    private Run run(Path checkout, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ci/install-prerequisites.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(checkout.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", tools + ":/usr/bin:/bin",
                        "CALLS", tools.resolve("calls").toString(),
                        "AWS_ACCOUNT_ID", "012345678901",
                        "AWS_REGION", "us-east-1",
                        "HELM_RELEASE_NAME", "max-weather",
                        "EKS_CLUSTER_NAME_STAGING", "max-weather-staging-cluster",
                        "EKS_CLUSTER_NAME_PRODUCTION", "max-weather-production-cluster"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }
}
