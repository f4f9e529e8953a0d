package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;
import weather.kwangle.chart.TypedModels;

/** Whatever the values, the chart renders objects that Kubernetes knows; what it cannot render it explains. */
class RenderingTest {
    @Test
    void lintsStrictlyWithoutAnyValue() {
        LintResult result = Releases.byDefault().lint();
        assertThat(result.getMessages()).allMatch(message -> message.startsWith("[INFO]"));
        assertThat(result.isFailed()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("weather.kwangle.chart.release.Releases#all")
    void everyObjectHasOnlyFieldsThatKubernetesKnows(Chart release) {
        List<KubernetesObject> objects = release.render();
        assertThat(objects).hasSizeGreaterThan(15).allSatisfy(TypedModels::check);
    }

    @ParameterizedTest
    @MethodSource("weather.kwangle.chart.release.Releases#all")
    void noObjectNamesANamespaceAndNoTwoShareAName(Chart release) {
        List<KubernetesObject> objects = release.render();
        assertThat(objects).noneMatch(object -> object.has("metadata", "namespace"));
        assertThat(objects).extracting(KubernetesObject::toString).doesNotHaveDuplicates();
    }

    @Test
    void aNumberStaysTheNumberThatWasGiven() {
        Chart release = Releases.hostile();
        assertThat(image(release, "weather-api")).isEqualTo("localhost:5000/a.b_c-d/max-weather/weather-api:123456789");
        assertThat(release.object("ServiceAccount", "weather-api")
                        .at("metadata", "annotations", "eks.amazonaws.com/role-arn"))
                .isEqualTo("arn:aws:iam::123456789012:role/max-weather-weather-api");
    }

    @Test
    void anAccountWithALeadingZeroKeepsIt() {
        assertThat(image(Releases.production().with("global.aws.accountId", "012345678901"), "weather-api"))
                .isEqualTo("012345678901.dkr.ecr.us-east-1.amazonaws.com/max-weather/weather-api:42");
    }

    @Test
    void aNumberThatIsNoAccountIsRefused() {
        assertThatThrownBy(Releases.production().with("global.aws.accountId", "12345")::template)
                .hasMessageContaining("global.aws.accountId is 12345: expected 12 digits");
    }

    @Test
    void theGatewayTakesTheWeatherApisTagUnlessItHasItsOwn() {
        assertThat(image(Releases.production(), "edge-gateway"))
                .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/max-weather/edge-gateway:42");
        assertThat(image(Releases.production().with("edgeGateway.image.tag", "41"), "edge-gateway"))
                .endsWith("/max-weather/edge-gateway:41");
    }

    @Test
    void aDigestWinsOverATag() {
        String digest = "sha256:" + "ab".repeat(32);
        assertThat(image(Releases.production().with("weatherApi.image.digest", digest), "weather-api"))
                .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/max-weather/weather-api@" + digest);
    }

    @Test
    void withoutAnAccountOrATagItSaysWhatIsMissing() {
        Chart nothing = Releases.withoutValues();
        assertThatThrownBy(nothing::template).hasMessageContaining("global.aws.accountId is not set: expected");
        assertThatThrownBy(nothing.with("global.aws.accountId", "123456789012")::template)
                .hasMessageContaining("image.tag is not set: expected the build's number, or a digest");
    }

    @Test
    void aRegistryOfOnesOwnNeedsNoAccountAndGivesNoRole() {
        Chart release = Releases.withoutValues()
                .with("weatherApi.image.tag", "42")
                .with("global.imageRegistry", "localhost:5000");
        assertThat(image(release, "weather-api")).isEqualTo("localhost:5000/max-weather/weather-api:42");
        assertThat(release.object("ServiceAccount", "weather-api").has("metadata", "annotations"))
                .isFalse();
    }

    private static String image(Chart release, String deployment) {
        return (String)
                release.object("Deployment", deployment).at("spec", "template", "spec", "containers", 0, "image");
    }
}
