package weather.kwangle.authorizer.token;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import weather.kwangle.quota.RecentMap;

/**
 * What many tokens say in the same words, taken apart and kept once for all of them: the collector has less to copy for each
 * token that is remembered. Asked about tokens whose signature fits, so that only the issuer fills it.
 */
final class SharedClaims {
    private static final int REMEMBERED = 1024;

    /** Wider than Cognito's own, and none that needs escaping where a client's id is printed: logs, headers, JSON. */
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._+-]{1,128}");

    private final RecentMap<String, Optional<String>> clientIds = new RecentMap<>(REMEMBERED);
    private final RecentMap<String, Set<String>> scopes = new RecentMap<>(REMEMBERED);

    /** The same id, if it has the form of one. */
    Optional<String> clientId(String written) {
        return clientIds.computeIfAbsent(
                written,
                id -> Optional.of(id).filter(text -> CLIENT_ID.matcher(text).matches()));
    }

    /** Scopes have spaces between them (RFC 6749 section 3.3). */
    Set<String> scopes(String written) {
        return scopes.computeIfAbsent(written, SharedClaims::split);
    }

    private static Set<String> split(String written) {
        Set<String> scopes = new HashSet<>(Arrays.asList(written.split(" ", -1)));
        scopes.remove("");
        return Set.copyOf(scopes);
    }

    void forget() {
        clientIds.clear();
        scopes.clear();
    }
}
