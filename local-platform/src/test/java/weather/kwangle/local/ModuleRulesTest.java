package weather.kwangle.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point inwards, in every module. */
class ModuleRulesTest {

    private static final List<String> LIBRARIES =
            List.of("weather.kwangle.policy..", "weather.kwangle.quota..", "weather.kwangle.edge..");
    private static final String[] APPLICATIONS = {
        "weather.kwangle.authorizer..",
        "weather.kwangle.operations..",
        "weather.kwangle.registry..",
        "weather.kwangle.gateway..",
        "weather.kwangle.forecast..",
        "weather.kwangle.infra..",
        "weather.kwangle.local.."
    };
    private static final String[] FRAMEWORKS = {"org.springframework..", "software.amazon.awssdk..", "com.amazonaws.."};

    private static JavaClasses product = new ClassFileImporter().importPaths(List.of());

    @BeforeAll
    static void importEveryModule() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
            product = new ClassFileImporter()
                    .importPaths(modules.map(module -> module.resolve("target/classes"))
                            .filter(Files::isDirectory)
                            .toList());
        }
        assertThat(product).as("compiled classes of all modules").hasSizeGreaterThan(50);
    }

    @Test
    void librariesKnowNoApplication() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APPLICATIONS)
                .check(product);
    }

    @Test
    void librariesDoNotKnowEachOther() {
        for (String library : LIBRARIES) {
            noClasses()
                    .that()
                    .resideInAPackage(library)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(LIBRARIES.stream()
                            .filter(other -> !other.equals(library))
                            .toArray(String[]::new))
                    .check(product);
        }
    }

    @Test
    void theCoresOfPolicyQuotaAndRegistryKnowNeitherSpringNorAws() {
        noClasses()
                .that()
                .resideInAnyPackage("weather.kwangle.policy..", "weather.kwangle.quota", "weather.kwangle.registry")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(product);
    }

    @Test
    void theAuthorizerUsesNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("weather.kwangle.authorizer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "com.fasterxml..", "tools.jackson..")
                .check(product);
    }

    @Test
    void placesClimateAndSunKnowNothingOfHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "weather.kwangle.forecast.place..",
                        "weather.kwangle.forecast.climate..",
                        "weather.kwangle.forecast.sun..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.netty..", "reactor..")
                .check(product);
    }

    @Test
    void noPackageIsPartOfACycle() {
        slices().matching("weather.kwangle.(**)").should().beFreeOfCycles().check(product);
    }

    @Test
    void nothingIsNamedForWhatItIsNot() {
        classes()
                .that()
                .resideInAPackage("weather.kwangle..")
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Common)$")
                .andShould()
                .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..manager..", "..impl..")
                .check(product);
    }

    @Test
    void clocksAreInjected() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "weather.kwangle.policy..",
                        "weather.kwangle.quota",
                        "weather.kwangle.edge..",
                        "weather.kwangle.registry..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(product);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(product);
    }

    @Test
    void noApiSpeaksOfOldDates() {
        noMethods().should().haveRawReturnType(java.util.Date.class).check(product);
    }
}
