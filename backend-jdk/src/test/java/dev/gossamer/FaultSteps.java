package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation is broken off at every step, for any backend. */
@Timeout(600)
abstract class FaultSteps {
    private static final int MOST_STEPS = 200;
    private static final int ROUNDS = 8;

    private final Named before = new Named("before");
    private final List<Named> keys =
            IntStream.range(0, 8_000).mapToObj(i -> new Named("key " + i)).toList();
    private int deepest;

    /** The backend under test. */
    abstract Backend backend();

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-20 an error in any call of a table or a hot policy leaves the value from before or the new one")
    void operation_anyStepFails_takesEffectWhollyOrNotAtAll(FaultScene.Operation operation) {
        for (FaultScene.Kind kind : FaultScene.Kind.all()) {
            for (int bits = 0; bits < 4; bits++) {
                stepThrough(operation, kind, (bits & 1) != 0, (bits & 2) != 0);
            }
        }
    }

    private void stepThrough(FaultScene.Operation operation, FaultScene.Kind kind, boolean filled, boolean after) {
        boolean reached = true;
        for (int step = 1; reached; step++) {
            assertThat(step).as("steps of " + operation).isLessThan(MOST_STEPS);
            FailingBackend failing = new FailingBackend(backend());
            String where = operation + " on " + kind + (filled ? ", filled" : ", empty") + ", step " + step
                    + (after ? " after" : " before");
            FaultScene scene = new FaultScene(failing, kind, filled, where);
            Error error = step % 2 == 0 ? new StackOverflowError(where) : new OutOfMemoryError(where);
            failing.failAt(step, after, error);
            try {
                operation.on(scene);
            } catch (StackOverflowError | OutOfMemoryError thrown) {
                assertThat(thrown).isSameAs(error);
            }
            reached = !failing.disarm();
            scene.checkNothingLost(operation, filled);
            scene.check(operation);
        }
    }

    @Test
    @DisplayName(
            "MAP-20 functions within functions until the stack ends leave every key as it was, and to the next writer")
    void compute_nestedUntilTheStackEnds_leavesNoClaim() throws InterruptedException {
        for (FaultScene.Kind kind : FaultScene.Kind.all()) {
            StoredMap<Object, Object> map = kind.map(backend());
            for (int round = 0; round < ROUNDS; round++) {
                overflow(map, round);
                assertThat(map).as("absent, %s", kind).isEmpty();
                keys.forEach(key -> map.put(key, before));
                overflow(map, round);
                assertThat(map).as("present, %s", kind).hasSize(keys.size());
                assertThat(map.values()).as("present, %s", kind).containsOnly(before);
                map.clear();
            }
        }
    }

    /** Has functions call each other until the stack ends, from a little deeper in each round, and writes once more. */
    private void overflow(StoredMap<Object, Object> map, int round) throws InterruptedException {
        deepest = 0;
        Thread thread = new Thread(null, () -> descend(map, round), "deep", 256 << 10);
        thread.start();
        thread.join();
        assertThat(deepest).as("nested functions").isBetween(10, keys.size() - 1);
        Named other = new Named("other");
        map.put(other, other);
        map.remove(other);
        for (Entry entry : map.store.table) {
            assertThat(entry).isNotInstanceOf(Claim.class);
        }
    }

    private void descend(StoredMap<Object, Object> map, int further) {
        if (further > 0) {
            descend(map, further - 1);
            return;
        }
        try {
            nested(map, 0);
        } catch (StackOverflowError end) {
            assertThat(deepest).isPositive();
        }
    }

    private Object nested(StoredMap<Object, Object> map, int depth) {
        deepest = depth;
        return map.compute(keys.get(depth), (key, value) -> nested(map, depth + 1));
    }
}
