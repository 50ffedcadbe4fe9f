package dev.gossamer.jcache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The packages of the provider stand one above the other. */
class PackagesTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gossamer.jcache");

    @Test
    void packages_dependOnEachOther_withoutACycle() {
        slices().matching("dev.gossamer.jcache.(*)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void innerPackages_knowNothingOfCachesManagersAndProvider() {
        noClasses()
                .that()
                .resideInAPackage("dev.gossamer.jcache.(*)")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.gossamer\\.jcache\\.(Gossamer|Cache)[^.]*")
                .check(classes);
    }

    @Test
    void eventsLocksAndExpiry_knowNothingOfEntries() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.gossamer.jcache", "dev.gossamer.jcache.entry")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gossamer.jcache.entry")
                .check(classes);
    }
}
