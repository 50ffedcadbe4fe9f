package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EarlyInitializerTest {
    @Test
    @DisplayName("RC-9 each class that has something to initialize is initialized where there is stack for it")
    void names_allClassesWithAnInitializer_areListed() {
        List<String> initializing = new ClassFileImporter()
                        .importUrl(EarlyInitializer.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation())
                        .stream()
                        .filter(type -> type.getStaticInitializer().isPresent())
                        .map(JavaClass::getName)
                        .toList();
        List<String> listed = Stream.concat(EarlyInitializer.names().stream(), EarlyInitializer.rareNames().stream())
                .map("dev.gossamer."::concat)
                .toList();

        assertThat(listed).containsAll(initializing).hasSizeGreaterThan(20);
    }
}
