package weather.kwangle.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What a pod checks out: the pipeline as it is, with stand-ins for what takes minutes and for the chart. */
public final class Checkout {

    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Path STAND_INS = ROOT.resolve("ci/src/test/checkout");

    private Checkout() {}

    /** Fills the folder and returns it. */
    public static Path into(Path folder) {
        try {
            for (String file : List.of("Jenkinsfile", "cdk-app/cdk.json")) {
                copy(ROOT.resolve(file), folder.resolve(file));
            }
            for (Path file : files(ROOT.resolve("ci"), 1)) {
                copy(file, folder.resolve("ci").resolve(file.getFileName()));
            }
            for (String inner : List.of("ci/agents", "ci/cluster", "cdk-app/environments", "access-policy/policy")) {
                for (Path file : files(ROOT.resolve(inner), Integer.MAX_VALUE)) {
                    copy(file, folder.resolve(ROOT.relativize(file)));
                }
            }
            for (Path file : files(STAND_INS, Integer.MAX_VALUE)) {
                copy(file, folder.resolve(STAND_INS.relativize(file)));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }
}
