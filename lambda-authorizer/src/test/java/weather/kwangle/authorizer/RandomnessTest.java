package weather.kwangle.authorizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * All copies of a snapshot go on from one state, and would draw the same numbers. Only what asks the operating system each
 * time, {@code SecureRandom} and what is built on it, differs (AWS Lambda developer guide, "Handling uniqueness with Lambda
 * SnapStart").
 */
@AnalyzeClasses(packages = "weather.kwangle", importOptions = DoNotIncludeTests.class)
class RandomnessTest {

    @ArchTest
    static final ArchRule no_generator_has_a_seed_that_copies_share = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class);

    /** Whoever is given one draws from what the wiring has chosen. */
    @ArchTest
    static final ArchRule nor_does_any_code_choose_one_by_name = noClasses()
            .should()
            .callMethod(RandomGenerator.class, "getDefault")
            .orShould()
            .callMethod(RandomGenerator.class, "of", String.class);

    @ArchTest
    static final ArchRule nor_does_any_code_draw_from_math_random =
            noClasses().should().callMethod(Math.class, "random");
}
