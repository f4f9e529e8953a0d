package weather.kwangle.authorizer.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.OTHER_KEY;
import static weather.kwangle.authorizer.token.TokenForge.jwk;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.token.TokenForge;

class KeySetDocumentTest {

    @Test
    void a_set_may_have_a_hundred_keys_and_no_more() throws IOException {
        List<Map<String, Object>> keys = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(i -> jwk("key-" + i, KEY)).toList());
        assertThat(read(keys)).hasSize(100);

        keys.add(jwk("one-too-many", KEY));
        assertThatThrownBy(() -> read(keys)).hasMessage("the key set has more than 100 keys");
    }

    @ParameterizedTest
    @CsvSource({"2047, false", "2048, true", "4096, true", "8192, true", "8193, false"})
    void a_modulus_has_2048_to_8192_bits(int bits, boolean isTaken) throws IOException {
        Map<String, Object> key = jwk("sized", OTHER_KEY);
        key.put("n", base64Url(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE)));

        assertThat(read(List.of(key, jwk("good", KEY))).containsKey("sized")).isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource({
        "1, false",
        "3, false",
        "65535, false",
        "65537, true",
        "65538, false",
        "65539, true",
        "18446744073709551615, true",
        "18446744073709551617, false"
    })
    void an_exponent_is_odd_and_neither_small_nor_huge(BigInteger exponent, boolean isTaken) throws IOException {
        Map<String, Object> key = jwk("raised", OTHER_KEY);
        key.put("e", base64Url(exponent));

        assertThat(read(List.of(key, jwk("good", KEY))).containsKey("raised")).isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "256, true", "257, false"})
    void an_id_has_1_to_256_characters(int length, boolean isTaken) throws IOException {
        String id = "k".repeat(length);

        assertThat(read(List.of(jwk(id, OTHER_KEY), jwk("good", KEY))).containsKey(id))
                .isEqualTo(isTaken);
    }

    @Test
    void a_key_that_says_it_verifies_is_taken_and_one_that_says_no_id_is_not() throws IOException {
        Map<String, Object> verifies = jwk("verifies", KEY);
        verifies.put("key_ops", List.of("verify"));
        Map<String, Object> nameless = jwk("nameless", OTHER_KEY);
        nameless.remove("kid");

        assertThat(read(List.of(verifies, nameless))).containsOnlyKeys("verifies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\":7}", "{\"Keys\":[]}", "{\"keys\":null}"})
    void without_an_array_named_keys_it_is_no_set(String text) {
        assertThatThrownBy(() -> KeySetDocument.read(text.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the key set has no array named keys");
    }

    /** A bad key must cost no good one: whatever stands in it, the set is read or refused as no key set. */
    @Property(seed = "20261124", tries = 500)
    void any_value_in_any_member_of_a_key_harms_only_that_key(
            @ForAll("members") String member, @ForAll("values") Object value) throws IOException {
        Map<String, Object> odd = jwk("odd", OTHER_KEY);
        odd.put(member, value);

        assertThat(read(List.of(odd, jwk("good", KEY)))).containsKey("good");
    }

    @Provide
    Arbitrary<String> members() {
        return Arbitraries.of(
                "kty",
                "use",
                "key_ops",
                "alg",
                "kid",
                "n",
                "e",
                "d",
                "p",
                "q",
                "dp",
                "dq",
                "qi",
                "oth",
                "x5u",
                "x5t",
                "x5t#S256",
                "x5c",
                "exp",
                "nbf",
                "iat",
                "revoked");
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> simple = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).asGeneric(),
                Arbitraries.strings()
                        .withCharRange('A', 'Z')
                        .withChars('-', '_', '=')
                        .ofMaxLength(400)
                        .asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.of(new BigDecimal("0.5"), new BigDecimal("1e30"), new BigDecimal("-1e-30"))
                        .asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.of("RSA", "EC", "sig", "enc", "verify", "RS256", "AQAB")
                        .asGeneric());
        return Arbitraries.oneOf(
                simple,
                simple.list().ofMaxSize(3).asGeneric(),
                Arbitraries.maps(Arbitraries.of("r", "d", "t", "reason", "revoked_at"), simple)
                        .ofMaxSize(3)
                        .asGeneric());
    }

    private static Map<String, VerificationKey> read(List<Map<String, Object>> keys) throws IOException {
        return KeySetDocument.read(TokenForge.keySet(keys).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Url(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
