package dev.gossamer.backend.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TableClassesTest {
    @Test
    @DisplayName("RC-9 each class of a table that has something to initialize is initialized before the first table")
    void initialized_allClassesWithAnInitializer_areListed() {
        List<String> initializing = new ClassFileImporter()
                        .importUrl(TableClasses.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation())
                        .stream()
                        .filter(type -> type.getStaticInitializer().isPresent())
                        .map(JavaClass::getName)
                        .toList();

        assertThat(TableClasses.initialized())
                .extracting(Class::getName)
                .containsAll(initializing)
                .isNotEmpty();
    }
}
