package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFilesTest {
    private static final Path SHIPPED = CloudAssembly.ROOT.resolve("cdk-app/environments");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void whatIsShippedIsRead(String environment) {
        assertThat(new SettingsFiles(SHIPPED).environment(environment).name()).isEqualTo(environment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            region: us-east-1            | region: eu-west-1            | zones: is [us-east-1a, us-east-1b, us-east-1c], expected three availability zones of eu-west-1
            us-east-1c]                  | us-east-1a]                  | zones: is [us-east-1a, us-east-1b, us-east-1a], expected three availability zones of us-east-1
            zones: [us-east-1a, us-east-1b, us-east-1c] | zones: us-east-1a | zones: is no list
            instanceType: t3.medium      | instancetype: t3.medium      | nodes.instanceType: is missing
            instanceType: t3.medium      | # none                       | nodes.instanceType: is missing
            minimum: 2                   | minimum: two                 | nodes.minimum: is no whole number
            minimum: 2                   | minimum: 7                   | nodes.minimum, desired and maximum: is [7, 3, 6], expected 1 <= minimum <= desired <= maximum
            name: kwangle.weather        | name: example.com            | domain.name: is example.com, expected kwangle.weather
            hosts: [api.kwangle.weather, | hosts: [a.b.kwangle.weather, | domain.hosts: is a.b.kwangle.weather, expected a name directly below kwangle.weather
            203.0.113.0/24               | 0.0.0.0/0                    | cluster.operatorNetworks: is 0.0.0.0/0, expected an IPv4 block of /8 at the most
            retentionDays: 90            | retentionDays: 91            | logs.retentionDays: is 91, expected one of [1, 3, 5, 7,
            # account:                   | acount:                      | acount: is unknown; expected one of [account, alarms, api,
            stepPercent: 20              | stepPercent: 15              | policyDelivery.deniedPercent: is 15, expected 1 or more and less than stepPercent
            bakeMinutes: 10              | bakeMinutes: 4               | policyDelivery.bakeMinutes: is 4, expected 5 to 1440
            layer:AWS-AppConfig-Extension-Arm64:254 | layer:AWS-AppConfig-Extension:321 | policyDelivery.extensionLayer: is arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:321, expected AWS's layer AWS-AppConfig-Extension-Arm64 of us-east-1
            capacity: on-demand          | capacity: cheap              | nodes.capacity: is no group of keys
            alarms:                      | region: us-east-1            | Duplicate field 'region'
            """)
    void whatIsWrongIsNamedWithItsPlaceInOneLine(String written, String instead, String message) throws IOException {
        write(Files.readString(SHIPPED.resolve("production.yaml")).replace(written, instead));

        assertThatThrownBy(() -> new SettingsFiles(folder).environment("production"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("production.yaml:")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n", "DeserializationFeature", "java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a list", "a: [b", "just text"})
    void whatIsNoSettingsAtAllIsRefused(String text) throws IOException {
        write(text);

        assertThatThrownBy(() -> new SettingsFiles(folder).environment("production"))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(folder.resolve("production.yaml").toString())
                .doesNotContain("\n");
    }

    @Test
    void anEnvironmentThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new SettingsFiles(SHIPPED).environment("prodution"))
                .hasMessage("there is no environment 'prodution'; expected staging or production");
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("production.yaml"), text);
    }
}
