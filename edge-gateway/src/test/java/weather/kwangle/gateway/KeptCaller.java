package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weather.kwangle.edge.EdgeAssertion;

/** A caller with one connection that it never gives up and never replaces, so that each end of it is seen. */
final class KeptCaller implements AutoCloseable {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;

    record Head(int status, int contentLength, boolean saysClose) {}

    KeptCaller(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
    }

    void asksForecast(String location) throws IOException {
        String request = "GET /forecast?location=" + location + " HTTP/1.1\r\nHost: a\r\n" + EdgeAssertion.HEADER + ": "
                + Edge.allows("GET /forecast") + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
    }

    /** @throws EOFException if the connection ends first */
    Head head() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!bytes.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended in the header '" + bytes.toString(US_ASCII) + "'");
            }
            bytes.write(next);
        }
        String header = bytes.toString(US_ASCII).toLowerCase(Locale.ROOT);
        Matcher length = CONTENT_LENGTH.matcher(header);
        if (!length.find()) {
            throw new IOException("no Content-Length in " + header);
        }
        return new Head(
                Integer.parseInt(header.split(" ", 3)[1]),
                Integer.parseInt(length.group(1)),
                header.contains("\r\nconnection: close\r\n"));
    }

    /** @throws EOFException if the connection ends first */
    String body(int bytes) throws IOException {
        byte[] body = socket.getInputStream().readNBytes(bytes);
        if (body.length < bytes) {
            throw new EOFException("the connection ended after " + body.length + " of " + bytes + " bytes");
        }
        return new String(body, UTF_8);
    }

    boolean seesTheEnd() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
