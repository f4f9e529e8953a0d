package weather.kwangle.authorizer.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import weather.kwangle.authorizer.json.JsonFormatException;
import weather.kwangle.authorizer.json.StrictJson;

/** A compact JWS taken apart by its form alone (RFC 7515 section 7.1). Nothing here is believed yet. */
final class CompactToken {
    /** API Gateway takes 10,240 bytes for all headers together. */
    static final int MAX_LENGTH = 8192;

    private static final int MAX_HEADER_LENGTH = 2048;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_KEY_ID = 256;

    private final String keyId;
    private final byte[] signedText;
    private final byte[] payload;
    private final byte[] signature;

    private CompactToken(String keyId, byte[] signedText, byte[] payload, byte[] signature) {
        this.keyId = keyId;
        this.signedText = signedText;
        this.payload = payload;
        this.signature = signature;
    }

    static CompactToken parse(String token) throws TokenRefusedException {
        if (token.length() > MAX_LENGTH) {
            throw new TokenRefusedException(
                    Refusal.TOO_LONG, "%d characters, expected at most %d".formatted(token.length(), MAX_LENGTH));
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 1 || second <= first + 1 || second + 1 == token.length() || token.indexOf('.', second + 1) != -1) {
            throw new TokenRefusedException(Refusal.NOT_THREE_PARTS, "expected three parts with dots between them");
        }
        if (first > MAX_HEADER_LENGTH) {
            throw new TokenRefusedException(
                    Refusal.TOO_LONG,
                    "the header has %d characters, expected at most %d".formatted(first, MAX_HEADER_LENGTH));
        }
        byte[] text = token.getBytes(StandardCharsets.US_ASCII);
        if (text.length != token.length()) {
            // A letter of two units became one question mark, and places in one are not those in the other.
            throw new TokenRefusedException(Refusal.NOT_BASE64URL, "the token is not ASCII");
        }
        byte[] header = decode("header", text, 0, first);
        byte[] payload = decode("payload", text, first + 1, second);
        byte[] signature = decode("signature", text, second + 1, text.length);
        return new CompactToken(keyId(header), Arrays.copyOf(text, second), payload, signature);
    }

    /** {@code kid} of the header. */
    String keyId() {
        return keyId;
    }

    /** What the signature is over. */
    byte[] signedText() {
        return signedText;
    }

    byte[] signature() {
        return signature;
    }

    /** The claims; only for a token whose signature fits. */
    Claims claims() throws TokenRefusedException {
        try {
            return new Claims(StrictJson.object(payload, MAX_DEPTH));
        } catch (JsonFormatException e) {
            throw new TokenRefusedException(Refusal.MALFORMED_PAYLOAD, "payload: " + e.getMessage());
        }
    }

    /** Checks the header and gives its {@code kid}; {@code jku}, {@code jwk}, {@code x5u} and {@code x5c} are not read. */
    private static String keyId(byte[] utf8) throws TokenRefusedException {
        Map<String, Object> header;
        try {
            header = StrictJson.object(utf8, MAX_DEPTH);
        } catch (JsonFormatException e) {
            throw new TokenRefusedException(Refusal.MALFORMED_HEADER, "header: " + e.getMessage());
        }
        for (String extension : new String[] {"crit", "b64"}) {
            if (header.containsKey(extension)) {
                throw new TokenRefusedException(Refusal.CRITICAL_EXTENSION, "the header has " + extension);
            }
        }
        if (!"RS256".equals(header.get("alg"))) {
            throw new TokenRefusedException(Refusal.WRONG_ALGORITHM, "alg is not RS256");
        }
        if (header.get("kid") instanceof String keyId && !keyId.isEmpty() && keyId.length() <= MAX_KEY_ID) {
            return keyId;
        }
        throw new TokenRefusedException(
                Refusal.NO_KEY_ID, "kid is not text of 1 to %d characters".formatted(MAX_KEY_ID));
    }

    /** Decodes, and refuses padding, the standard alphabet, and a last character with stray bits. */
    private static byte[] decode(String part, byte[] text, int from, int to) throws TokenRefusedException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, from, to));
            if (isCanonical(text, from, to, bytes)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // The decoder's message quotes the token; ours does not.
        }
        throw new TokenRefusedException(Refusal.NOT_BASE64URL, "the " + part + " is not unpadded base64url");
    }

    /** Whether the bytes have this text only: groups of three have one, and the rest is encoded again. */
    private static boolean isCanonical(byte[] text, int from, int to, byte[] bytes) {
        int rest = bytes.length % 3;
        int start = from + bytes.length / 3 * 4;
        byte[] encoded = Base64.getUrlEncoder()
                .withoutPadding()
                .encode(Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length));
        return Arrays.equals(text, start, to, encoded, 0, encoded.length);
    }
}
