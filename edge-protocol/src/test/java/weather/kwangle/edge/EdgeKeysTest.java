package weather.kwangle.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EdgeKeysTest {

    @Test
    void theFirstKeyOfTheListSignsAndAllVerify() {
        EdgeKeys keys = EdgeKeys.parse("new:%s, old:%s".formatted(Samples.key(1), Samples.key(2)));

        assertThat(keys.signing().id()).isEqualTo("new");
        assertThat(keys.ids()).containsExactly("new", "old");
    }

    @Test
    void theSecretHoldsTheSameListAsJson() {
        EdgeKeys keys = EdgeKeys.parseSecret("""
                {"keys": [{"kid": "new", "key": "%s"}, {"kid": "old", "key": "%s="}]}
                """.formatted(Samples.key(1), Samples.key(2)));

        assertThat(keys.ids()).containsExactly("new", "old");
        assertThat(keys.signing().secret().getEncoded()).containsOnly(1).hasSize(32);
    }

    @Test
    void aSecretOfOneKeyNeedsNoList() {
        // As Secrets Manager makes it up: 43 letters and digits are 32 bytes, and two bits that nobody reads.
        EdgeKeys keys = EdgeKeys.parseSecret("{\"key\": \"%s\", \"kid\": \"first\"}"
                .formatted("z9".repeat(22).substring(1)));

        assertThat(keys.ids()).containsExactly("first");
        assertThat(keys.signing().secret().getEncoded()).hasSize(32);
    }

    @Test
    void aSecretThatIsWrittenIsReadAsTheSameKeysInTheSameOrder() {
        EdgeKeys keys = EdgeKeys.parse("new:%s, old:%s".formatted(Samples.key(1), Samples.key(2)));

        EdgeKeys read = EdgeKeys.parseSecret(keys.toSecret());

        assertThat(read.ids()).containsExactly("new", "old");
        assertThat(read.verifying())
                .extracting(key -> key.secret().getEncoded()[0])
                .containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void aNewKeyIsOneOfItsOwnEachTime() {
        SecureRandom random = new SecureRandom();
        EdgeKeys one = EdgeKeys.generate("a", random);
        EdgeKeys other = EdgeKeys.generate("a", random);

        assertThat(one.ids()).containsExactly("a");
        assertThat(one.signing().secret()).isNotEqualTo(other.signing().secret());
        assertThatIllegalArgumentException().isThrownBy(() -> EdgeKeys.generate("a b", random));
    }

    @Test
    void keysFollowOthersInOrderAndNoneStandsTwice() {
        EdgeKeys current = EdgeKeys.parse("old:%s,older:%s".formatted(Samples.key(1), Samples.key(2)));
        EdgeKeys next = EdgeKeys.parse("new:" + Samples.key(3));

        EdgeKeys announced = current.followedBy(next);
        assertThat(announced.ids()).containsExactly("old", "older", "new");
        assertThat(announced.followedBy(next).ids()).containsExactly("old", "older", "new");
        assertThat(next.followedBy(announced).ids()).containsExactly("new", "old", "older");
    }

    static Stream<Arguments> malformedLists() {
        String good = Samples.key(7);
        return Stream.of(
                Arguments.of("", "key 1 has no colon"),
                Arguments.of("a:" + good + ",", "key 2 has no colon"),
                Arguments.of(good, "key 1 has no colon"),
                Arguments.of(":" + good, "key 1 has a key id that is not"),
                Arguments.of("a b:" + good, "key 1 has a key id that is not"),
                Arguments.of("a:" + good.substring(3), "key 1 has 30 bytes, expected 32"),
                Arguments.of("a:" + good + good.substring(3), "key 1 has 62 bytes"),
                Arguments.of("a:" + good.substring(2), "key 1 is not base64url"),
                Arguments.of("a:" + good.replace('B', '+'), "key 1 is not base64url"),
                Arguments.of("a:" + good + ",b:!" + good, "key 2 is not base64url"),
                Arguments.of("a:" + good + ",a:" + Samples.key(8), "key id 'a' stands twice"),
                Arguments.of(
                        IntStream.range(0, 9).mapToObj(i -> i + ":" + good).collect(Collectors.joining(",")),
                        "found 9 keys, expected 1 to 8"));
    }

    @ParameterizedTest
    @MethodSource("malformedLists")
    void aMalformedListIsRefusedWithoutShowingAKey(String list, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeKeys.parse(list))
                .withMessageStartingWith(message)
                .withMessageNotContaining(Samples.key(7).substring(0, 6))
                .withNoCause();
    }

    static Stream<Arguments> malformedSecrets() {
        String good = Samples.key(7);
        return Stream.of(
                Arguments.of(good, "expected a JSON object"),
                Arguments.of("a:" + good, "expected a JSON object"),
                Arguments.of("{\"keys\": \"a:" + good + "\"}", "expected a JSON object"),
                Arguments.of("{\"keys\": []}", "found 0 keys"),
                Arguments.of("{\"kid\": \"a\", \"key\": \"" + good + "\", \"more\": 1}", "expected a JSON object"),
                Arguments.of("{\"kid\": \"a\", \"key\": 1}", "key 1 is not an object"),
                Arguments.of("{\"keys\": [\"a:" + good + "\"]}", "key 1 is not an object"),
                Arguments.of("{\"keys\": [{\"kid\": 1, \"key\": \"" + good + "\"}]}", "key 1 is not an object"),
                Arguments.of("{\"keys\": [{\"kid\": \"a\", \"key\": \"short\"}]}", "key 1 "));
    }

    @ParameterizedTest
    @MethodSource("malformedSecrets")
    void aMalformedSecretIsRefusedWithoutShowingAKey(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeKeys.parseSecret(json))
                .withMessageStartingWith(message)
                .withMessageNotContaining(Samples.key(7).substring(0, 6))
                .withNoCause();
    }

    @Test
    void printsKeyIdsOnly() {
        assertThat(Samples.KEYS).hasToString("EdgeKeys[one]");
    }
}
