package weather.kwangle.quota;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "weather.kwangle.quota", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_core_knows_no_database = noClasses()
            .that()
            .resideInAPackage("weather.kwangle.quota")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..", "org.springframework..", "..dynamodb..");

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching("weather.kwangle.(**)").should().beFreeOfCycles();
}
