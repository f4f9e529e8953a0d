package weather.kwangle.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that are made from text. */
final class Digest {
    /** To be copied: finding it among the JVM's takes longer than the rest. */
    private static final MessageDigest SHA_256 = sha256();

    private Digest() {}

    /** The first bytes of the text's SHA-256 (FIPS 180-4), two hex digits each. */
    static String of(String text, int bytes) {
        try {
            MessageDigest copy = (MessageDigest) SHA_256.clone();
            return HexFormat.of().formatHex(copy.digest(text.getBytes(StandardCharsets.UTF_8)), 0, bytes);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JVM can copy SHA-256", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
