package weather.kwangle.local.identity;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URIs on this machine that match exactly except for their port, which nobody knows before the platform runs.
 *
 * @param paths the paths allowed after host and port
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252 section 7.3</a>, which allows any port
 */
record LoopbackUris(Set<String> paths) {
    /** Where an authorization code may be sent: the documentation page, and clients that a developer writes. */
    static final LoopbackUris REDIRECTS = new LoopbackUris(Set.of("/docs/oauth2-redirect.html", "/callback"));

    /** Where a browser may be sent after signing out. */
    static final LoopbackUris AFTER_SIGN_OUT = new LoopbackUris(Set.of("/", "/docs", "/docs/"));

    // The whole text is matched, not parsed: no user info, fragment, dot segment or escape can slip through.
    private static final Pattern SHAPE =
            Pattern.compile("http://(?:127\\.0\\.0\\.1|localhost)(?::(?<port>[1-9][0-9]{0,4}))?(?<path>/[a-z0-9/.-]*)");
    private static final int MAXIMUM_PORT = 65_535;

    boolean allow(String uri) {
        Matcher matcher = SHAPE.matcher(uri);
        if (!matcher.matches() || !paths.contains(matcher.group("path"))) {
            return false;
        }
        String port = matcher.group("port");
        return port == null || Integer.parseInt(port) <= MAXIMUM_PORT;
    }

    List<String> sortedPaths() {
        return paths.stream().sorted().toList();
    }

    List<String> withoutPort() {
        return sortedPaths().stream().map(path -> "http://127.0.0.1" + path).toList();
    }
}
