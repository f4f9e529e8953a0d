package weather.kwangle.policy.explain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.PolicyValue;

/**
 * What an access token of Cognito says about its bearer. Nothing is verified: this is for explaining, not for deciding.
 *
 * @param clientId claim {@code client_id}
 * @param scopes the words of the claim of scopes
 * @param groups claim {@code cognito:groups}
 * @param audiences claim {@code aud}, one text or a list of them (RFC 7519 section 4.1.3)
 */
public record TokenClaims(String clientId, Set<String> scopes, Set<String> groups, Set<String> audiences) {
    /** Nothing that a terminal would take for a command. */
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cc}]+");

    private static final Pattern TEXT_OR_NOTHING = Pattern.compile("[^\\p{Cc}]*");
    private static final int MAX_TOKEN = 16 * 1024;

    /**
     * Reads a compact JWS. Messages never quote it.
     *
     * @throws TokenException if it is none, or does not say what is asked
     */
    public static TokenClaims ofToken(String token) throws TokenException {
        String compact = token.strip();
        // A scheme before it is a part of the header, which is not read.
        String[] parts = compact.split("\\.", -1);
        if (compact.length() > MAX_TOKEN || parts.length != 3) {
            throw new TokenException("this is no access token, expected three parts with dots between them");
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return parse(
                    "token",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(payload))
                            .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new TokenException("the token's second part is not base64url of UTF-8");
        } catch (PolicyParseException e) {
            throw new TokenException(
                    "the token's claims cannot be used, expected JSON with client_id and scope as text");
        }
    }

    /**
     * Reads claims, JSON or YAML; other claims than these are passed over.
     *
     * @param file what messages call the text
     * @throws PolicyParseException if the client is missing, or one of them is of another kind
     */
    public static TokenClaims parse(String file, String jsonOrYaml) throws PolicyParseException {
        PolicyValue root = PolicyValue.read(file, jsonOrYaml);
        Map<String, PolicyValue> claims =
                root.members("claims of a token: client_id, scope, cognito:groups, aud").stream()
                        .collect(Collectors.toMap(PolicyValue.Member::name, PolicyValue.Member::value));
        PolicyValue client = claims.get("client_id");
        if (client == null) {
            throw root.wrong("'client_id' is missing", "the id of the client that the token was issued to");
        }
        PolicyValue scope = claims.get("scope");
        Set<String> groups = new LinkedHashSet<>();
        PolicyValue listed = claims.get("cognito:groups");
        if (listed != null) {
            for (PolicyValue item : listed.items("a list of groups")) {
                groups.add(item.text(TEXT, "the name of a group"));
            }
        }
        PolicyValue audience = claims.get("aud");
        return new TokenClaims(
                client.text(TEXT, "the id of a client"),
                scope == null ? Set.of() : words(scope.text(TEXT_OR_NOTHING, "scopes with spaces between them")),
                groups,
                audience == null ? Set.of() : audience.textOrTexts(TEXT, "an audience, or a list of them"));
    }

    private static Set<String> words(String spaced) {
        return Arrays.stream(spaced.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
