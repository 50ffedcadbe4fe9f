package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a key whose {@code equals} fails in the middle of an operation: nothing that anybody waits for. */
class NearKeyFailureTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FakeEngine engine = new FakeEngine();
    private final NearCache<Key, String> near = NearCache.<Key, String>over(engine.cache())
            .withoutControl()
            .ticker(() -> 0)
            .build();
    private final Key first = new Key("b");
    private final Key failing = new Key("b");
    private final Key another = new Key("a");

    /** Whose equals fails a number of times. */
    private static final class Key {
        private final String name;
        private int failures;

        Key(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("equals of " + name);
            }
            return other instanceof Key key && key.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    @AfterEach
    void close() {
        near.close();
    }

    private void assertReads(Key key, String expected) {
        assertThat(near.get(key)).isEqualTo(expected);
        assertThat(CompletableFuture.supplyAsync(() -> near.get(key)))
                .succeedsWithin(PATIENCE)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void put_whoseKeyFailsAfterTheWrite_leavesTheKeyToTheEngine(int failures) {
        near.put(first, "old");
        engine.afterWrite = () -> failing.failures = failures;
        assertThatThrownBy(() -> near.put(failing, "new")).hasMessage("equals of b");
        assertReads(first, "new");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void putAll_whenAKeyFailsAfterTheWrite_leavesAllKeysToTheEngine(int failures) {
        near.put(first, "old");
        Map<Key, String> written = new LinkedHashMap<>();
        written.put(failing, "new");
        written.put(another, "other");
        engine.afterWrite = () -> failing.failures = failures;
        assertThatThrownBy(() -> near.putAll(written)).hasMessage("equals of b");
        assertReads(another, "other");
        assertReads(first, "new");
    }

    @Test
    void getAll_whenAKeyFails_leavesTheOthersToBeRead() {
        near.put(first, "new");
        failing.failures = 1;
        assertThatThrownBy(() -> near.getAll(Set.of(another, failing))).hasMessage("equals of b");
        assertReads(another, null);
        assertReads(first, "new");
    }
}
