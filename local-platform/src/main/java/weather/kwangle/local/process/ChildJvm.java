package weather.kwangle.local.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM to start: small, tied to this process by the lifeline agent, with an environment of its own.
 *
 * @param name the part's name, as logs, messages and {@code platform.json} call it
 * @param jvmOptions options after the common ones, so that they win
 * @param program what to run, as on a {@code java} command line: {@code -jar x.jar arguments} or {@code -cp … Main}
 * @param environment variables on top of the few that every part inherits; nothing else of this process's environment
 *     reaches the child, above all no AWS credentials
 * @param folder the working directory
 * @param log where its output goes, appended
 */
public record ChildJvm(
        String name,
        List<String> jvmOptions,
        List<String> program,
        Map<String, String> environment,
        Path folder,
        Path log) {
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_TOOL_OPTIONS");

    public ChildJvm {
        jvmOptions = List.copyOf(jvmOptions);
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    /**
     * Starts it. Its standard input is a pipe that only this process holds.
     *
     * @throws IOException if the JVM or the log cannot be opened
     */
    public Child start() throws IOException {
        var command = new ArrayList<String>();
        command.add(javaCommand());
        command.addAll(commonOptions());
        command.addAll(jvmOptions);
        command.addAll(program);
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        prepare(builder, log);
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), log);
    }

    /** Gives a process the environment and the streams of a part; for parts that are started elsewhere. */
    public static void prepare(ProcessBuilder builder, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        builder.redirectInput(Redirect.PIPE).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    }

    /** What every part starts with. Two cores: one collector thread, and the quick compiler alone for a quick start. */
    public static List<String> commonOptions() {
        return List.of("-javaagent:" + lifelineAgent(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    }

    private static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The agent's jar, which the build puts beside {@code target/classes} and beside the platform's own jar. */
    static Path lifelineAgent() {
        Path agent = Path.of(OwnCode.location().toString()).resolveSibling("local-platform-lifeline.jar");
        if (!Files.isRegularFile(agent)) {
            throw new IllegalStateException(
                    agent + " is missing; build it with: mvn -pl local-platform -am process-classes");
        }
        return agent;
    }

    /** The class path of this very process, for children that run another class of it. */
    public static String ownClassPath() {
        String classPath = System.getProperty("java.class.path");
        return String.join(
                File.pathSeparator,
                List.of(classPath.split(File.pathSeparator, -1)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
