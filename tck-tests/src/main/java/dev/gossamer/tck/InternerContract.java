package dev.gossamer.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gossamer.Interner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for an {@link Interner} in particular. */
interface InternerContract extends Contract {

    @Test
    @Rule("INT-1")
    @DisplayName("INT-1: everyone gets the one live instance, and after its death the next one")
    default void intern_deathAfterDeath_givesTheOneLiveInstance() {
        Scene scene = new Scene(backend());
        Interner<Name> interner = scene.<Name>interner().build();
        Name live = new Name("a");
        for (int round = 0; round < 20; round++) {
            assertSame(live, interner.intern(live), "intern of the first instance, round " + round);
            Name next = new Name("a");
            assertSame(live, interner.intern(next), "intern of a second instance, round " + round);
            scene.kill(live);
            if (round % 3 == 0) {
                scene.reclaim(interner);
            }
            assertSame(next, interner.intern(next), "intern after the first one died, round " + round);
            scene.reclaim(interner);
            assertSame(next, interner.intern(new Name("a")), "intern after reclaiming, round " + round);
            assertEquals(1, interner.size(), "size(), round " + round);
            live = next;
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("INT-1")
    @DisplayName("INT-1: racing callers agree on one instance under a collector storm")
    default void intern_collectorStorm_givesOneInstance() {
        Interner<Name> interner = Interner.<Name>builder().backend(backend()).build();
        for (int round = 0; round < 30; round++) {
            String text = "n" + round % 3;
            List<Name> canonical = Racers.run(
                    3,
                    () -> Stream.generate(() -> interner.intern(new Name(text)))
                            .limit(50)
                            .reduce((first, next) -> {
                                assertSame(first, next, "what intern gives while the first one is held");
                                return next;
                            })
                            .orElseThrow());
            assertEquals(
                    1,
                    canonical.stream().map(System::identityHashCode).distinct().count(),
                    "canonical instances of " + text + " at once");
            canonical = List.of();
            RealCollector.collect();
        }
    }
}
