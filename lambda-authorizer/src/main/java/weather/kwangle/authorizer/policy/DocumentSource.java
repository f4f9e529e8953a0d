package weather.kwangle.authorizer.policy;

import java.io.IOException;

/** Where a document is kept. Asked by one thread at a time. */
interface DocumentSource {

    /** What messages call it. */
    String name();

    /** How long a document may be; of a longer one {@link #read} may return the first bytes, one more than that. */
    int maxBytes();

    /** Whether somebody may be writing the document while it is read. */
    boolean mayBeHalfWritten();

    /**
     * One attempt.
     *
     * @throws IOException if the document cannot be had in time; the message says why
     */
    Document read() throws IOException;
}
