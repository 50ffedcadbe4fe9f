package dev.gossamer.tck;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gossamer.tck.contracts.DiagnosticsContract;
import org.junit.jupiter.api.Test;

/** The packages of the kit stand one above the other. */
class KitPackagesTest {
    private static final String KIT = "dev.gossamer.tck";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(KIT);

    @Test
    void packages_dependOnEachOther_withoutACycle() {
        slices().matching(KIT + ".(*)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packages_dependOnEachOther_downwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("running")
                .definedBy(KIT)
                .layer("contracts")
                .definedBy(KIT + ".contracts")
                .layer("models")
                .definedBy(KIT + ".models")
                .layer("report")
                .definedBy(KIT + ".report")
                .layer("environment")
                .definedBy(KIT + ".environment")
                .layer("rules")
                .definedBy(KIT + ".rules")
                .whereLayer("running")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("contracts")
                .mayOnlyBeAccessedByLayers("running")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("running")
                .whereLayer("models")
                .mayOnlyBeAccessedByLayers("contracts")
                .ignoreDependency(DiagnosticsContract.class, SelfPinning.class) // an assertion for everybody's tests
                .check(classes);
    }
}
