package weather.kwangle.local.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer, read as the tests need it. */
public record Answer(HttpResponse<String> http) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public int status() {
        return http.statusCode();
    }

    public String body() {
        return http.body();
    }

    public String header(String name) {
        return http.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
        return JSON.readTree(http.body());
    }

    /** A member of the JSON body as text, empty if it is absent. */
    public String text(String member) {
        return json().path(member).asString("");
    }

    /** Where a redirect leads. */
    public String location() {
        return http.uri().resolve(header("Location")).toString();
    }

    /** The decoded query of the address that a redirect leads to. */
    public Map<String, String> locationQuery() {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = URI.create(location()).getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            query.put(nameAndValue[0], nameAndValue.length == 1 ? "" : URLDecoder.decode(nameAndValue[1], UTF_8));
        }
        return query;
    }
}
