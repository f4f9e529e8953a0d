package weather.kwangle.pipeline.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each pod has a workspace of its own; what another needs is stashed. */
final class Workspaces {

    private final Path folder;
    private final Map<String, Map<String, String>> stashes = new HashMap<>();
    private int count;

    Workspaces(Path folder) {
        this.folder = folder;
    }

    Path empty() {
        try {
            count++;
            return Files.createDirectories(folder.resolve("workspace-" + count));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(Pod pod, String file) {
        try {
            return Files.readString(pod.workspace().resolve(file));
        } catch (IOException e) {
            throw new StepFailure("no file " + file);
        }
    }

    @Nullable
    Object stash(Pod pod, String name, String includes) {
        Map<String, String> found = find(pod, includes);
        if (found.isEmpty()) {
            throw new StepFailure("nothing to stash: " + includes);
        }
        stashes.put(name, found);
        return null;
    }

    @Nullable
    Object unstash(Pod pod, String name) {
        Map<String, String> stash = stashes.get(name);
        if (stash == null) {
            throw new StepFailure("no stash '" + name + "'");
        }
        stash.forEach((file, content) -> write(pod.workspace().resolve(file), content));
        return null;
    }

    /** The files that Ant's patterns, parted by commas, match, with what they hold. */
    Map<String, String> find(Pod pod, String patterns) {
        Predicate<Path> matches = Arrays.stream(patterns.split(", *"))
                .flatMap(pattern -> Stream.of(pattern, pattern.replaceFirst("^\\*\\*/", "")))
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .map(matcher -> (Predicate<Path>) matcher::matches)
                .reduce(Predicate::or)
                .orElseThrow();
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(pod.workspace())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = pod.workspace().relativize(file);
                if (matches.test(relative)) {
                    found.put(relative.toString(), Files.readString(file));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
