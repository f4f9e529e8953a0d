package weather.kwangle.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who listens on a port, as far as Linux tells this user.
 *
 * @param pid the process
 * @param command its command line, shortened
 */
record PortHolder(long pid, String command) {
    /** The state of a listening socket in {@code /proc/net/tcp}. */
    private static final String LISTEN = "0A";

    private static final int LONGEST_COMMAND = 120;

    /** The first process found that listens on the port, on whatever address. */
    static Optional<PortHolder> of(int port) {
        Set<String> sockets = listeningSockets(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(sockets, process.pid()))
                .findFirst()
                .map(process -> new PortHolder(process.pid(), commandOf(process.pid())));
    }

    private static Set<String> listeningSockets(int port) {
        String suffix = ":%04X".formatted(port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)))
                .map(line -> List.of(line.strip().split("\\s+")))
                .filter(fields -> fields.size() > 9
                        && fields.get(1).endsWith(suffix)
                        && fields.get(3).equals(LISTEN))
                .map(fields -> "socket:[" + fields.get(9) + "]")
                .collect(Collectors.toSet());
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean holdsOneOf(Set<String> sockets, long pid) {
        try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException | SecurityException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.isSymbolicLink(descriptor)
                    ? Files.readSymbolicLink(descriptor).toString()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String commandOf(long pid) {
        try {
            String command = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), UTF_8)
                    .replace('\0', ' ')
                    .strip();
            return command.length() <= LONGEST_COMMAND ? command : command.substring(0, LONGEST_COMMAND) + " …";
        } catch (IOException e) {
            return "unknown command";
        }
    }
}
