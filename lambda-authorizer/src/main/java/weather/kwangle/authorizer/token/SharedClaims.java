package weather.kwangle.authorizer.token;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.quota.RecentMap;

/**
 * What many tokens say in the same words, taken apart and kept once for all of them: the collector has less to copy for each
 * token that is remembered. To be asked about tokens whose signature fits.
 */
final class SharedClaims {
    private static final int REMEMBERED = 1024;

    /** In characters; a client may ask for its scopes in any combination, and not all of that is worth keeping. */
    private static final int LONGEST = 512;

    private final RecentMap<String, String> clientIds = new RecentMap<>(REMEMBERED);
    private final RecentMap<String, Set<String>> scopes = new RecentMap<>(REMEMBERED);

    /** The same id, if it has the form of one. */
    Optional<String> clientId(String written) {
        Optional<String> known = clientIds.get(written);
        if (known.isPresent() || !ClientRule.CLIENT_ID.matcher(written).matches()) {
            return known;
        }
        clientIds.put(written, written);
        return Optional.of(written);
    }

    /** Scopes have spaces between them (RFC 6749 section 3.3). */
    Set<String> scopes(String written) {
        return written.length() > LONGEST ? split(written) : scopes.computeIfAbsent(written, SharedClaims::split);
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
