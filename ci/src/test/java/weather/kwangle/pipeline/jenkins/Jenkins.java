package weather.kwangle.pipeline.jenkins;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.runtime.InvokerHelper;
import weather.kwangle.pipeline.Checkout;
import weather.kwangle.pipeline.Tools;

/** Runs a Jenkinsfile as a Jenkins with our plugins would, each shell step as a real process against stand-ins. */
public final class Jenkins {

    private static final Map<String, Class<?>> COMPILED = new ConcurrentHashMap<>();

    private final Path folder;
    private final Tools tools;
    private final Human human = new Human();
    private final Map<String, String> variables = new TreeMap<>(Map.of(
            "BRANCH_NAME", "main",
            "BUILD_NUMBER", "42",
            "BUILD_URL", "https://jenkins.kwangle.weather/job/max-weather/job/main/42/",
            "GIT_COMMIT", "0123456789abcdef0123456789abcdef01234567",
            "POLL_SECONDS", "0",
            "WATCH_SECONDS", "0.1"));
    private boolean mailServerRuns = true;

    public Jenkins(Path folder) {
        this.folder = folder;
        this.tools = new Tools(folder.resolve("tools"));
    }

    public Tools tools() {
        return tools;
    }

    public Jenkins branch(String branch) {
        variables.put("BRANCH_NAME", branch);
        return this;
    }

    public Jenkins variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** The environment already has a release. */
    public Jenkins released(String environment) {
        tools.put(
                "helm-weather-" + environment,
                "1\tTue Nov 24 21:00:00 2026\tdeployed\tmax-weather-1.0.0\t\tbuild 41, commit 0fedcba98765\n");
        tools.put("namespace-weather-" + environment, "");
        return this;
    }

    /** What the human does in a stage that asks; otherwise an approval. */
    public Jenkins answer(String stage, Question.Answer answer) {
        human.will(stage, answer);
        return this;
    }

    public Jenkins withoutMailServer() {
        mailServerRuns = false;
        return this;
    }

    /** Builds what the repository's Jenkinsfile says. */
    public Build build() {
        return build(jenkinsfile());
    }

    public Build build(String jenkinsfile) {
        JenkinsfileScript script = parse(jenkinsfile);
        script.run();
        Build build = new Build();
        Surroundings around = new Surroundings(variables);
        StepLibrary library =
                new StepLibrary(build, around, tools, new Workspaces(folder), new Credentials(), human, mailServerRuns);
        Steps steps = new Steps(script, build, around, library);
        script.runStepsWith(steps);
        new StageRunner(steps, library, around, build, variables.get("BRANCH_NAME")).run(script.pipeline());
        return build;
    }

    /** The Jenkinsfile as it is written, without a build. */
    public static Pipeline read(String jenkinsfile) {
        JenkinsfileScript script = parse(jenkinsfile);
        script.run();
        return script.pipeline();
    }

    public static String jenkinsfile() {
        try {
            return Files.readString(Checkout.ROOT.resolve("Jenkinsfile"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JenkinsfileScript parse(String jenkinsfile) {
        Class<?> compiled = COMPILED.computeIfAbsent(jenkinsfile, text -> {
            CompilerConfiguration configuration = new CompilerConfiguration();
            configuration.setScriptBaseClass(JenkinsfileScript.class.getName());
            return new GroovyShell(configuration)
                    .parse(text, "Jenkinsfile.groovy")
                    .getClass();
        });
        return (JenkinsfileScript) InvokerHelper.createScript(compiled, new Binding());
    }
}
