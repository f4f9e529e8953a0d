package weather.kwangle.local.identity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * One person of the local user pool.
 *
 * @param username the name to sign in with, and the token's {@code username}
 * @param password the password; published on purpose, as it opens nothing but the local run
 * @param subject the token's {@code sub}, which never changes
 * @param groups the token's {@code cognito:groups}, possibly none
 */
public record LocalUser(String username, String password, UUID subject, List<String> groups) {

    public LocalUser {
        requireNonNull(username, "username");
        requireNonNull(password, "password");
        requireNonNull(subject, "subject");
        groups = List.copyOf(groups);
    }
}
