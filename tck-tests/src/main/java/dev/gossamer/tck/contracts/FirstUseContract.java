package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.tck.environment.FirstWriteJvm;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the first use of the library in a JVM costs. */
public interface FirstUseContract extends ContractBase {
    /** How many classes of the library the first write may load on its caller's thread. */
    int MOST_CLASSES = 18;

    @Test
    @Rule("RC-9")
    @DisplayName("RC-9: the first write loads few classes of the library on its caller's thread, and links no lambda")
    default void firstWrite_onItsThread_loadsFewClassesAndNoLambda() {
        String ofTheBackend = backend().getClass().getPackageName() + ".";
        List<String> loaded = FirstWriteJvm.loadedByTheWriter(backend().getClass());
        assertEquals(
                List.of(), // what a storage below the backend links is its own
                loaded.stream()
                        .filter(name -> name.contains("$$Lambda"))
                        .filter(name -> name.startsWith("dev.gossamer.") || name.startsWith(ofTheBackend))
                        .toList(),
                "lambdas that the first write has linked on its caller's thread");
        List<String> ofTheLibrary = loaded.stream()
                .filter(name -> name.startsWith("dev.gossamer.") && !name.startsWith("dev.gossamer.tck."))
                .filter(name -> !name.startsWith(ofTheBackend)) // which may have as many as it likes
                .toList();
        assertTrue(
                ofTheLibrary.size() <= MOST_CLASSES,
                "the first write has loaded " + ofTheLibrary.size() + " classes of the library: " + ofTheLibrary);
    }
}
