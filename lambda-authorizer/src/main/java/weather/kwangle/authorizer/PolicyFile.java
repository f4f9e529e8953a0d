package weather.kwangle.authorizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;

/** A policy read from a file at the start, and that one until the end. */
final class PolicyFile implements PolicySource {
    private final AccessPolicy policy;

    /** @throws ConfigurationException if the file cannot be read, or is no policy; the message says where and why */
    PolicyFile(Path file) {
        this.policy = read(file);
    }

    @Override
    public AccessPolicy current() {
        return policy;
    }

    private static AccessPolicy read(Path file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return AccessPolicy.parse(file.toString(), text);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    "ACCESS_POLICY", "names " + file + ", which is not UTF-8", "a policy file");
        } catch (IOException e) {
            throw new ConfigurationException(
                    "ACCESS_POLICY", "names " + file + ", which cannot be read (" + e + ")", "a policy file");
        } catch (PolicyParseException e) {
            throw new ConfigurationException("ACCESS_POLICY", "is not valid: " + e.getMessage(), "a valid policy");
        }
    }
}
