package weather.kwangle.local.apigateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** One line of JSON per request, as a stage's access log. Two files of bounded size are kept. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final long MAXIMUM_BYTES = 20L * 1024 * 1024;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();

    AccessLog(Path file) {
        this.file = file;
    }

    void write(Map<String, Object> record) {
        byte[] line = (JsonMapper.shared().writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) + line.length > MAXIMUM_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("the access log cannot be written: {}", e.toString());
        } finally {
            lock.unlock();
        }
    }
}
