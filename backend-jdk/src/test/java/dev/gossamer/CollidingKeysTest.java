package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys that all have one hash. */
class CollidingKeysTest {
    private static final int KEYS = 2_000;

    /** Comparable, and as bad a key as there is. */
    private record Colliding(int number) implements Comparable<Colliding> {
        @Override
        public int hashCode() {
            return 42;
        }

        @Override
        public int compareTo(Colliding other) {
            return Integer.compare(number, other.number);
        }
    }

    @Test
    @DisplayName("MAP-17 comparable keys of one hash are told apart in every operation")
    void operations_oneHash_tellKeysApart() {
        WeakKeyMap<Colliding, Named> map = WeakKeyMap.<Colliding, Named>builder()
                .backend(new JdkBackend())
                .reclaim(Reclaim.MANUAL)
                .build();
        List<Colliding> held = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Colliding key = new Colliding(i);
            held.add(key);
            map.put(key, new Named("v" + i));
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(map.get(new Colliding(i))).isEqualTo(new Named("v" + i));
            assertThat(map.canonicalKey(new Colliding(i))).isSameAs(held.get(i));
        }
        assertThat(map.get(new Colliding(-1))).isNull();
        for (int i = 0; i < KEYS; i += 2) {
            assertThat(map.remove(new Colliding(i))).isEqualTo(new Named("v" + i));
        }
        assertThat(map.size()).isEqualTo(KEYS / 2);
        for (int i = 0; i < KEYS; i++) {
            assertThat(map.containsKey(held.get(i))).isEqualTo(i % 2 == 1);
        }
    }

    @Test
    @DisplayName("MAP-3 of dead keys of one hash, each is reclaimed by itself")
    void reclaim_oneHash_takesOutTheDead() {
        Simulation simulation = new Simulation();
        WeakKeyMap<Colliding, Named> map =
                simulation.<Colliding, Named>weakKeyMap().build();
        List<Colliding> held = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Colliding key = new Colliding(i);
            held.add(key);
            map.put(key, new Named("v" + i));
        }
        for (int i = 0; i < 200; i += 3) {
            simulation.kill(held.get(i));
        }
        assertThat(simulation.bury(map)).isEqualTo(67);
        for (int i = 0; i < 200; i++) {
            assertThat(map.containsKey(held.get(i))).isEqualTo(i % 3 != 0);
        }
        assertThat(map.estimatedSize()).isEqualTo(133);
    }
}
