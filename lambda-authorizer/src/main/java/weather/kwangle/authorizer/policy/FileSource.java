package weather.kwangle.authorizer.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A document in a file that its owner may edit in place or replace. */
record FileSource(Path file) implements DocumentSource {
    /** As much as the parser of policies takes. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public boolean mayBeHalfWritten() {
        return true;
    }

    @Override
    public Document read() throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            // A pipe would hold us until somebody writes into it.
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Document(in.readNBytes(MAX_BYTES + 1), "");
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("it may not be read", e);
        }
    }
}
