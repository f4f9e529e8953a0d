package weather.kwangle.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NIST80053R5Checks;
import io.github.cdklabs.cdknag.NagPackProps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Validations;

/** Puts the stacks together. Run by {@code ./max-weather synth} and, through it, by the CDK command line. */
public final class InfrastructureApp {
    private static final Pattern LIBRARIES = Pattern.compile("/[^\"\\s]*/jsii-kernel-\\w+");

    private final Path root;
    private final App app;

    private InfrastructureApp(Path root, App app) {
        this.root = root;
        this.app = app;
    }

    /**
     * Writes the cloud assembly.
     *
     * @param arguments the repository's root, where to write, then the environments; {@code --without-domain} leaves DNS
     *     and certificates out, {@code --nist} checks against NIST 800-53 R5 too
     */
    public static void main(String... arguments) {
        try {
            Request request = Request.parse(List.of(arguments));
            List<String> findings = synthesize(request);
            if (!findings.isEmpty()) {
                // CDK has printed them.
                System.err.printf(
                        "max-weather: synth: %d findings; mend them, or acknowledge them with a reason in Acknowledgements%n",
                        findings.size());
                System.exit(1);
            }
            System.out.printf(
                    "%s: %s, without findings%n", request.output(), String.join(" and ", request.environments()));
        } catch (SettingsException e) {
            System.err.println("max-weather: synth: " + e.getMessage());
            System.exit(2);
        }
    }

    /** Writes the cloud assembly; returns what the checks object to. */
    static List<String> synthesize(Request request) {
        Path home = request.root().resolve("cdk-app");
        App app = new App(AppProps.builder()
                .context(context(home.resolve("cdk.json")))
                .outdir(request.output().toString())
                .stackTraces(false)
                .build());
        new InfrastructureApp(request.root(), app).add(request);
        try {
            app.synth();
        } catch (RuntimeException e) {
            // Also how CDK says that there are findings.
            if (Findings.in(request.output()).isEmpty()) {
                throw e;
            }
        }
        forgetTemporaryFolders(request.output());
        return Findings.in(request.output());
    }

    /** CDK writes traces that name the folder in which its libraries ran: the same stacks would be other bytes each time. */
    private static void forgetTemporaryFolders(Path assembly) {
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                String written = Files.readString(file);
                String stable = LIBRARIES.matcher(written).replaceAll("");
                if (!stable.equals(written)) {
                    Files.writeString(file, stable);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cloud assembly cannot be read", e);
        }
    }

    private void add(Request request) {
        SettingsFiles files = new SettingsFiles(root.resolve("cdk-app/environments"));
        NagPackProps props = NagPackProps.builder()
                .verbose(true)
                .writeSuppressionsToCloudFormation(true)
                .build();
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app, props));
        if (request.nist()) {
            Validations.of(app).addPlugins(new NIST80053R5Checks(app, props));
        }
        SharedSettings ofBoth = files.shared();
        SharedStack shared = new SharedStack(app, ofBoth);
        for (String name : request.environments()) {
            EnvironmentSettings settings = files.environment(name);
            if (!settings.region().equals(ofBoth.region())) {
                throw new SettingsException(
                        "%s.yaml: region: is %s, expected %s as in shared.yaml: registry and API Gateway's setting are of one region"
                                .formatted(name, settings.region(), ofBoth.region()));
            }
            PlatformStacks.create(
                    app, request.withoutDomain() ? settings.withoutDomain() : settings, new ProductFiles(root), shared);
        }
        Acknowledgements.attach(app);
    }

    /** The context of cdk.json, which the CDK command line passes on and a direct run would lack. */
    private static Map<String, Object> context(Path cdkJson) {
        try {
            ObjectMapper json = new ObjectMapper();
            return json.convertValue(json.readTree(cdkJson.toFile()).get("context"), new TypeReference<>() {});
        } catch (IOException e) {
            throw new SettingsException(cdkJson + " cannot be read: " + e.getMessage());
        }
    }
}
