package weather.kwangle.local.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** A browser with cookies that shows every redirect instead of following it. Close it to free its threads. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern HIDDEN_FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String origin;

    /** @param origin of the token server */
    public Browser(String origin) {
        this.origin = origin;
    }

    Browser(IdentityServer server) {
        this(IdentityServer.origin(server.port()));
    }

    /** {@code headers} are names and values in turn. */
    Answer get(String address, String... headers) {
        return send(request(address, headers).GET());
    }

    Answer post(String address, Map<String, String> form, String... headers) {
        return send(request(address, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form))));
    }

    Answer options(String address, String... headers) {
        return send(request(address, headers).method("OPTIONS", BodyPublishers.noBody()));
    }

    /** Fills in the form of a sign-in page, hidden fields included, and sends it. */
    Answer submit(Answer page, String username, String password) {
        Map<String, String> form = hiddenFields(page);
        form.put("username", username);
        form.put("password", password);
        return post("/login", form);
    }

    static Map<String, String> hiddenFields(Answer page) {
        Map<String, String> fields = new LinkedHashMap<>();
        var matcher = HIDDEN_FIELD.matcher(page.body());
        while (matcher.find()) {
            fields.put(matcher.group(1), HtmlUtils.htmlUnescape(matcher.group(2)));
        }
        return fields;
    }

    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpRequest.Builder request(String address, String... headers) {
        var uri = URI.create(address.startsWith("/") ? origin + address : address);
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
