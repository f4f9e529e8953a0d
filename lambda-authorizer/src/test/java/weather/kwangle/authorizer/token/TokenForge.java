package weather.kwangle.authorizer.token;

import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.json.JsonText;

/** Makes tokens as Cognito does, and as an attacker would. Signs text, not objects, so that any text can be signed. */
public final class TokenForge {
    public static final String ISSUER = "https://cognito-idp.ap-southeast-1.amazonaws.com/ap-southeast-1_maxweather";
    public static final String KEY_ID = "key-1";

    public static final KeyPair KEY = rsa(2048);
    public static final KeyPair OTHER_KEY = rsa(2048);
    public static final KeyPair SHORT_KEY = rsa(1024);

    private static final String HEADER = "{\"kid\":\"" + KEY_ID + "\",\"alg\":\"RS256\"}";

    private TokenForge() {}

    /** A good token of a client with its own scopes. */
    public static String token(String clientId, String scope) {
        return token(claims -> {
            claims.put("client_id", clientId);
            claims.put("scope", scope);
        });
    }

    /** A good token with changed claims. */
    public static String token(Consumer<Map<String, Object>> change) {
        return token(TestClock.START, change);
    }

    /** A good token issued a minute before that time for an hour, with changed claims. */
    public static String token(Instant now, Consumer<Map<String, Object>> change) {
        return sign(base64Url(HEADER) + "." + base64Url(JsonText.of(claims(now, change))));
    }

    static Map<String, Object> claims(Instant now, Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", "acme-weather");
        claims.put("token_use", "access");
        claims.put("scope", "max-weather/read:forecast");
        claims.put("auth_time", now.getEpochSecond() - 60);
        claims.put("iss", ISSUER);
        claims.put("exp", now.getEpochSecond() + 3540);
        claims.put("iat", now.getEpochSecond() - 60);
        claims.put("version", 2);
        claims.put("jti", "7d4cbd0e-2f2f-4c8e-9d44-1c5d3a9e2b11");
        claims.put("client_id", "acme-weather");
        change.accept(claims);
        return claims;
    }

    private static String sign(String signedText) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEY.getPrivate());
            signature.update(signedText.getBytes(StandardCharsets.US_ASCII));
            return signedText + "." + base64Url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A key as it stands in a key set. */
    public static Map<String, Object> jwk(String keyId, KeyPair key) {
        Map<String, Object> jwk = new LinkedHashMap<>(new RSAKey.Builder((RSAPublicKey) key.getPublic())
                .keyID(keyId)
                .build()
                .toJSONObject());
        jwk.put("use", "sig");
        jwk.put("alg", "RS256");
        return jwk;
    }

    /** A key set as the issuer serves it. */
    public static String keySet(List<Map<String, Object>> keys) {
        return JsonText.of(Map.of("keys", keys));
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
