package weather.kwangle.local.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The authorization request that a person is signing in for. As at Cognito the sign-in page carries it along, so no
 * session exists before the password was right. Only the parameters known here travel; none can become another field of
 * the form or another address on this server.
 *
 * @param parameters names and values as they were asked, empty if somebody opened the page by itself
 */
record AuthorizeQuery(Map<String, String> parameters) {
    private static final List<String> NAMES = List.of(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "prompt",
            "code_challenge",
            "code_challenge_method");

    static AuthorizeQuery of(HttpServletRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = request.getParameter(name);
            if (value != null) {
                parameters.put(name, value);
            }
        }
        return new AuthorizeQuery(parameters);
    }

    boolean isEmpty() {
        return parameters.isEmpty();
    }

    /** This request at another path of this server, every value percent-encoded. */
    String at(String path) {
        return at(path, Map.of());
    }

    String at(String path, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(parameters);
        var uri = UriComponentsBuilder.fromPath(path);
        all.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
        return uri.encode().buildAndExpand(all).toUriString();
    }
}
