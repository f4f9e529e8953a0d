package weather.kwangle.local.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The people of the local user pool, with fixed passwords that are valid nowhere else. */
public final class LocalUsers {
    private static final List<LocalUser> ALL = List.of(
            new LocalUser(
                    "forecaster",
                    "forecaster-password",
                    UUID.fromString("7c1f6c3e-5a0b-4f7e-9d53-0a6f0c1b2e41"),
                    List.of("forecasters")),
            new LocalUser(
                    "viewer", "viewer-password", UUID.fromString("b2d94e70-83c6-4d0a-8f1e-6c5b7a3d9f02"), List.of()));

    private LocalUsers() {}

    /** All users, in the order to list them. */
    public static List<LocalUser> all() {
        return ALL;
    }

    static Optional<LocalUser> named(String username) {
        return ALL.stream().filter(user -> user.username().equals(username)).findFirst();
    }
}
