package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UsageKeyTest {
    @Test
    void a_key_is_mw_and_forty_digits_of_the_hash_of_the_client_id() {
        // FIPS 180-4, the example "abc".
        assertThat(UsageKey.of("abc")).isEqualTo("mwba7816bf8f01cfea414140de5dae2223b00361a3");
    }

    @Test
    void the_backstop_of_a_plan_is_twice_the_plan() {
        Plan plan = new Plan("partner", 100, 200, OptionalLong.of(1), OptionalLong.empty());

        assertThat(plan.backstop()).isEqualTo(new Backstop(200, 400));
    }
}
