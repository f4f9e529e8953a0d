package weather.kwangle.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Lambda would load of a function: its classes and the jars in {@code lib/}, and nothing of ours. */
record FunctionFolder(Path path) {

    static FunctionFolder of(String module) {
        return new FunctionFolder(CloudAssembly.ROOT.resolve(module).resolve("target/function"));
    }

    /** The class as it is in the folder. */
    Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, true, classLoader());
    }

    /** Whether Lambda finds the handler, written as {@code class::method}. */
    boolean has(String handler) throws ClassNotFoundException {
        String[] parts = handler.split("::");
        return Stream.of(load(parts[0]).getMethods())
                .anyMatch(method -> method.getName().equals(parts[1]));
    }

    private ClassLoader classLoader() {
        try (Stream<Path> jars = Files.list(path.resolve("lib"))) {
            List<URL> urls = new ArrayList<>(List.of(path.toUri().toURL()));
            for (Path jar : jars.sorted().toList()) {
                urls.add(jar.toUri().toURL());
            }
            return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sizes of all files by their path below a folder. */
    static Map<String, Long> files(Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(folder.relativize(file).toString(), Files.size(file));
            }
        }
        return sizes;
    }
}
