package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OperationTest {

    @Test
    void a_resource_has_at_most_two_hundred_characters() {
        String longest = "/" + "a".repeat(199);

        assertThat(new Operation("GET", longest)).hasToString("GET " + longest);
        assertThatThrownBy(() -> new Operation("GET", longest + "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_written_without_a_method_or_a_space_is_no_operation() {
        assertThat(Operation.parse("GET /")).isEqualTo(new Operation("GET", "/"));
        assertThatThrownBy(() -> Operation.parse("/forecast"))
                .hasMessageStartingWith("an operation is a method (GET, POST, PUT, PATCH or DELETE), one space");
        assertThatThrownBy(() -> Operation.parse(" /forecast")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void its_shape_has_every_template_replaced() {
        assertThat(new Operation("GET", "/alerts/{id}/log/{day}").shape("$1")).isEqualTo("/alerts/$1/log/$1");
    }

    @Test
    void only_a_policy_that_has_it_knows_what_it_needs() {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.SMALL);
        Operation other = new Operation("GET", "/other");

        assertThat(policy.requirement(new Operation("GET", "/forecast")).scopes())
                .containsExactly("read:forecast");
        assertThatThrownBy(() -> policy.requirement(other)).hasMessage("the policy has no operation GET /other");
    }
}
