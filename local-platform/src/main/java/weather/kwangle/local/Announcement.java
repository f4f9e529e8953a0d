package weather.kwangle.local;

import weather.kwangle.local.PlatformFile.Addresses;
import weather.kwangle.local.identity.LocalClient;
import weather.kwangle.local.identity.LocalClients;
import weather.kwangle.local.identity.LocalUser;
import weather.kwangle.local.identity.LocalUsers;

/** What a developer reads when the platform is up: where it is, and lines to copy. */
final class Announcement {
    private Announcement() {}

    static String of(Addresses addresses) {
        LocalUser user = LocalUsers.all().getFirst();
        return """

                Max Weather is running. Ctrl-C stops it.

                  API            %1$s
                  Documentation  %2$s   (sign in as %3$s / %4$s)
                  Tokens         %5$s

                A token (it lives for an hour), then the answers:

                  TOKEN=$(%6$s)
                  curl -H "Authorization: Bearer $TOKEN" '%1$s/forecast?location=Hanoi'
                  curl -H "Authorization: Bearer $TOKEN" '%1$s/usage'

                  WRITER=$(%7$s)
                  curl -H "Authorization: Bearer $WRITER" -H 'Content-Type: application/json' \\
                    -d '{"locations":["Hanoi","Paris, Texas","48.137,11.575"],"days":3}' %1$s/forecast
                """.formatted(
                        addresses.api(),
                        addresses.docs(),
                        user.username(),
                        user.password(),
                        addresses.tokenEndpoint(),
                        tokenOf("acme-weather", addresses),
                        tokenOf("batch-writer", addresses));
    }

    private static String tokenOf(String clientId, Addresses addresses) {
        LocalClient client = LocalClients.all().stream()
                .filter(candidate -> candidate.id().equals(clientId))
                .findFirst()
                .orElseThrow();
        return "curl -s -u %s:%s -d grant_type=client_credentials %s | sed 's/.*\"access_token\" *: *\"\\([^\"]*\\).*/\\1/'"
                .formatted(client.id(), client.secret().orElseThrow(), addresses.tokenEndpoint());
    }
}
