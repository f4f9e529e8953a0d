package weather.kwangle.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The commands that a script finds: those of any Unix, and stand-ins for the tools that an image brings. The stand-ins
 * write down each call, and fail where a test wants it.
 */
public final class Tools {

    /** Every tool that has a stand-in. */
    public static final List<String> ALL = List.of("aws", "curl", "git", "helm", "kubectl", "npx", "skopeo", "trivy");

    private static final Path COMMANDS = Checkout.ROOT.resolve("ci/target/commands");
    private static final Path STAND_INS = Checkout.ROOT.resolve("ci/src/test/stubs");
    private static final List<String> UNIX = List.of(
            "awk",
            "base64",
            "basename",
            "bash",
            "cat",
            "chmod",
            "comm",
            "cut",
            "date",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "printf",
            "rm",
            "sed",
            "sh",
            "sha256sum",
            "sleep",
            "sort",
            "tail",
            "tee",
            "timeout",
            "touch",
            "tr",
            "wc",
            "xargs");

    private final Path folder;
    private final Path state;

    public Tools(Path folder) {
        try {
            this.folder = folder;
            this.state = Files.createDirectories(folder.resolve("state"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables of a process that finds Unix's commands and these tools, and nothing else of this machine. */
    public Map<String, String> environment(Collection<String> tools) {
        return Map.of(
                "PATH", path(tools).toString(),
                "HOME", folder.toString(),
                "LC_ALL", "C",
                "STUBS", STAND_INS.toString(),
                "STUB_STATE", state.toString());
    }

    /** A call whose whole line matches fails from now on. */
    public void failOn(String call) {
        append("failures", call + "\n");
    }

    /** What a stand-in is to know or answer; its script says what it reads. */
    public void put(String file, String content) {
        try {
            Files.writeString(state.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String get(String file) {
        try {
            return Files.readString(state.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every call so far, in order, one line each. */
    public List<String> calls() {
        return Files.exists(state.resolve("calls")) ? get("calls").lines().toList() : List.of();
    }

    /** The calls that begin with these words. */
    public List<String> calls(String beginning) {
        return calls().stream().filter(call -> call.startsWith(beginning)).toList();
    }

    private void append(String file, String content) {
        try {
            Files.writeString(state.resolve(file), content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path path(Collection<String> tools) {
        Path path = COMMANDS.resolve(tools.isEmpty() ? "none" : String.join("-", tools));
        try {
            Files.createDirectories(path);
            for (String command : UNIX) {
                link(path.resolve(command), onThisMachine(command));
            }
            for (String tool : tools) {
                link(path.resolve(tool), STAND_INS.resolve(tool));
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, target);
        }
    }

    /** Where this machine has the command. */
    public static Path onThisMachine(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + command));
    }
}
