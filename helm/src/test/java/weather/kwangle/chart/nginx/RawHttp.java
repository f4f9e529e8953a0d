package weather.kwangle.chart.nginx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP by hand: well-behaved clients do not send what NGINX refuses by itself. One connection for each request. */
record RawHttp(int port) {
    private static final int READ_TIMEOUT_MILLIS = 20_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    /**
     * An answer as it came.
     *
     * @param headers by name in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {

        static Answer parse(String text) {
            int endOfHead = text.indexOf(END_OF_HEAD);
            if (endOfHead < 0) {
                throw new AssertionError("no HTTP answer: '" + text + "'");
            }
            String[] head = text.substring(0, endOfHead).split("\r\n", -1);
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(':');
                headers.put(
                        head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        head[i].substring(colon + 1).strip());
            }
            return new Answer(
                    Integer.parseInt(head[0].split(" ", -1)[1]),
                    headers,
                    text.substring(endOfHead + END_OF_HEAD.length()));
        }

        JsonObject json() {
            return JsonParser.parseString(body).getAsJsonObject();
        }
    }

    /** A GET with these header lines. */
    Answer get(String host, String target, String... headerLines) throws IOException {
        return request("GET", host, target, headerLines);
    }

    /** A request without a body, whatever its headers promise. */
    Answer request(String method, String host, String target, String... headerLines) throws IOException {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, target, host));
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        return send(head.append("Connection: close\r\n\r\n").toString());
    }

    /** These characters, as they are. */
    Answer send(String characters) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(characters.getBytes(ISO_8859_1));
            return Answer.parse(readAnswer(socket.getInputStream()));
        }
    }

    /** Up to the announced length: NGINX waits a while for a body that it refused before it closes the connection. */
    private static String readAnswer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            text.append(new String(buffer, 0, count, ISO_8859_1));
            if (isComplete(text.toString())) {
                break;
            }
        }
        return text.toString();
    }

    private static boolean isComplete(String text) {
        if (!text.contains(END_OF_HEAD)) {
            return false;
        }
        Answer answer = Answer.parse(text);
        String length = answer.headers().get("content-length");
        return length != null && answer.body().length() == Integer.parseInt(length);
    }
}
