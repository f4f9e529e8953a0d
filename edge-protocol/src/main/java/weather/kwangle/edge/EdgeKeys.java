package weather.kwangle.edge;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The shared keys of authorizer and gateway: the first signs, all verify. That order lets a key be rotated without a
 * moment in which one side signs with what the other does not know.
 *
 * <p>Keys are exactly 32 bytes, the least that RFC 7518 section 3.2 allows for HS256. No message and no
 * {@link #toString()} ever contains a part of a key.
 */
public final class EdgeKeys {
    /** How long authorizer and gateway may go on with keys that they have read: a rotation waits for that. */
    public static final Duration CACHE_AT_MOST = Duration.ofMinutes(2);

    private static final int KEY_BYTES = 32;
    private static final int MAX_KEYS = 8;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final List<EdgeKey> keys;

    private EdgeKeys(List<EdgeKey> keys) {
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("found %d keys, expected 1 to %d".formatted(keys.size(), MAX_KEYS));
        }
        Set<String> ids = new HashSet<>();
        for (EdgeKey key : keys) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("key id '%s' stands twice, expected it once".formatted(key.id()));
            }
        }
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads {@code kid:base64url} pairs with commas between them, the form of the environment variable
     * {@code EDGE_KEY}. Each key is 32 bytes in base64url (RFC 4648 section 5), padded or not.
     *
     * @throws IllegalArgumentException if the text has another form; the message names the position, never the key
     */
    public static EdgeKeys parse(String list) {
        List<EdgeKey> keys = new ArrayList<>();
        String[] entries = list.split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            String entry = entries[i].strip();
            int colon = entry.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "key %d has no colon, expected kid:base64url of 32 bytes".formatted(i + 1));
            }
            keys.add(key(i + 1, entry.substring(0, colon), entry.substring(colon + 1)));
        }
        return new EdgeKeys(keys);
    }

    /**
     * Reads the same list as JSON, the form of the stored secret:
     * <code>{"keys": [{"kid": "a", "key": "base64url"}]}</code>, or one key alone, <code>{"kid": "a", "key": "base64url"}</code>:
     * the form in which Secrets Manager can make up a first secret by itself.
     *
     * @throws IllegalArgumentException if the text has another form; the message names the position, never the key
     */
    public static EdgeKeys parseSecret(String json) {
        List<EdgeKey> keys = new ArrayList<>();
        for (Object entry : keyList(json)) {
            int position = keys.size() + 1;
            if (!(entry instanceof Map<?, ?> members
                    && members.get("kid") instanceof String id
                    && members.get("key") instanceof String encoded)) {
                throw new IllegalArgumentException(
                        "key %d is not an object with the strings kid and key".formatted(position));
            }
            keys.add(key(position, id, encoded));
        }
        return new EdgeKeys(keys);
    }

    private static List<?> keyList(String json) {
        try {
            Map<String, Object> secret = JSONObjectUtils.parse(json);
            if (secret.get("keys") instanceof List<?> list) {
                return list;
            }
            if (secret.keySet().equals(Set.of("kid", "key"))) {
                return List.of(secret);
            }
        } catch (ParseException e) {
            // The parser's message may quote the text, so it is neither shown nor kept as the cause.
        }
        throw new IllegalArgumentException("expected a JSON object with an array named keys");
    }

    /**
     * One new key.
     *
     * @param random cryptographically strong
     * @throws IllegalArgumentException if the id is not one
     */
    public static EdgeKeys generate(String id, SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new EdgeKeys(List.of(key(1, id, ENCODER.encodeToString(bytes))));
    }

    /**
     * These keys, then those of the others that are not among them: a new key is announced by {@code
     * current.followedBy(next)} and begins to sign by {@code next.followedBy(current)}.
     */
    public EdgeKeys followedBy(EdgeKeys others) {
        Set<String> known = Set.copyOf(ids());
        return new EdgeKeys(Stream.concat(keys.stream(), others.keys.stream().filter(key -> !known.contains(key.id())))
                .toList());
    }

    /** The form of the stored secret; whoever calls this holds the keys and must not log them. */
    public String toSecret() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (EdgeKey key : keys) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("kid", key.id());
            members.put("key", ENCODER.encodeToString(key.secret().getEncoded()));
            list.add(members);
        }
        return JSONObjectUtils.toJSONString(Map.of("keys", list));
    }

    private static EdgeKey key(int position, String id, String encoded) {
        if (!KEY_ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "key %d has a key id that is not 1 to 64 letters, digits, dots, underscores or hyphens"
                            .formatted(position));
        }
        byte[] bytes = decode(position, encoded);
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key %d has %d bytes, expected %d".formatted(position, bytes.length, KEY_BYTES));
        }
        return new EdgeKey(id, new SecretKeySpec(bytes, "HmacSHA256"));
    }

    private static byte[] decode(int position, String encoded) {
        try {
            return Base64.getUrlDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            // The decoder's message names a character of the key, so it is not kept as the cause.
            throw new IllegalArgumentException("key %d is not base64url (A-Z, a-z, 0-9, - and _)".formatted(position));
        }
    }

    EdgeKey signing() {
        return keys.getFirst();
    }

    List<EdgeKey> verifying() {
        return keys;
    }

    /** The key ids in order, for logs; the first signs. */
    public List<String> ids() {
        return keys.stream().map(EdgeKey::id).toList();
    }

    @Override
    public String toString() {
        return "EdgeKeys" + ids();
    }

    /** One key. Not a record, so that no generated method prints it. */
    static final class EdgeKey {
        private final String id;
        private final SecretKey secret;

        private EdgeKey(String id, SecretKey secret) {
            this.id = id;
            this.secret = secret;
        }

        String id() {
            return id;
        }

        SecretKey secret() {
            return secret;
        }
    }
}
