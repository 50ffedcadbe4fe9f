package dev.gossamer.backend.caffeine;

import static dev.gossamer.backend.caffeine.Tables.entriesOf;
import static dev.gossamer.backend.caffeine.Tables.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class TableErrorTest {
    private static final int STEPS = 400;
    private static final int HASH = 4711;

    private final Object value = new Object();
    private final List<Entry> tried = new ArrayList<>();
    private int errors;
    private int lookUps;
    private final StackOverflowError[] failures = new StackOverflowError[STEPS];
    private final boolean[] noticed = new boolean[STEPS];

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "MAP-20 a stack overflow at any depth leaves an insertion done or not done, and the count exact, of keys of one hash too")
    void insert_atTheEndOfTheStack_isWholeOrNothing(boolean oneHash) throws InterruptedException {
        CaffeineTable table = (CaffeineTable) Tables.table(WeakSide.VALUE, Equivalence.equality());
        Thread thread = new Thread(null, () -> atEachDepth(table, oneHash), "at the end of its stack", 256 << 10);
        thread.start();
        thread.join();

        assertThat(errors).isPositive();
        Entry last = entry(WeakSide.VALUE, "last", value);
        assertThat(table.insert(last, "last")).isNull();
        long found = tried.stream()
                .filter(each -> table.find(each.strong(), each.hash()) == each)
                .count();
        assertThat(entriesOf(table)).hasSize((int) found + 1);
        assertThat(table.estimatedSize()).isEqualTo(found + 1);
        assertThat(table.crowdOf(HASH) != null).isEqualTo(oneHash);
        tried.forEach(table::remove);
        assertThat(entriesOf(table)).containsExactly(last);
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "MAP-20 a stack overflow in the removal of the last of many keys of one hash leaves nothing behind a later write")
    void remove_lastOfACrowdAtTheEndOfTheStack_leavesNothing() throws InterruptedException {
        List<CaffeineTable> tables = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            tables.add((CaffeineTable) Tables.table(WeakSide.VALUE, Equivalence.equality()));
            tried.add(crowd(tables.get(i)));
        }
        Thread thread = new Thread(null, () -> removeAtEachDepth(tables), "at the end of its stack", 256 << 10);
        thread.start();
        thread.join();

        assertThat(errors).isPositive();
        for (int i = 0; i < STEPS; i++) {
            CaffeineTable table = tables.get(i);
            table.remove(tried.get(i));
            Entry last = entry(WeakSide.VALUE, "last", value);
            assertThat(table.insert(last, "last")).isNull();
            assertThat(table.crowdOf(HASH)).as("crowd %d", i).isNull();
            assertThat(entriesOf(table)).containsExactly(last);
        }
    }

    /** Makes a hash a crowded one, and leaves one entry of it. */
    private Entry crowd(Table table) {
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i <= CrowdedHash.CROWDED; i++) {
            many.add(entry(WeakSide.VALUE, "k" + i, value, HASH));
            table.insert(many.get(i), "k" + i);
        }
        many.subList(1, many.size()).forEach(table::remove);
        return many.get(0);
    }

    /** Removes on the way back from the end of the stack. */
    private void removeAtEachDepth(List<CaffeineTable> tables) {
        try {
            if (errors == 0) {
                removeAtEachDepth(tables);
            }
        } catch (StackOverflowError deepest) {
            errors++;
        }
        if (lookUps < STEPS) {
            try {
                tables.get(lookUps).remove(tried.get(lookUps++));
            } catch (StackOverflowError failed) {
                errors++;
            }
        }
    }

    @Test
    @DisplayName("MAP-20 after an error in a look-up, which may leave a lock taken, a write makes the storage anew")
    void insert_afterAnErrorInALookUp_makesTheStorageAnew() {
        CaffeineTable table = (CaffeineTable) Tables.table(WeakSide.VALUE, Equivalence.equality());
        Tables.Key key = new Tables.Key("key", 1);
        Entry stored = entry(WeakSide.VALUE, key, value);
        table.insert(stored, key);
        Tables.Key failing = new Tables.Key("key", 1);
        failing.onEquals = () -> {
            throw new StackOverflowError("thrown by equals");
        };

        assertThatThrownBy(() -> table.find(failing, stored.hash())).isInstanceOf(StackOverflowError.class);
        assertThat(table.rebuildDue).isTrue();
        Entry other = entry(WeakSide.VALUE, "other", value);
        assertThat(table.insert(other, "other")).isNull();
        assertThat(table.rebuildDue).isFalse();
        assertThat(entriesOf(table)).containsExactlyInAnyOrder(stored, other);
        assertThat(table.find(key, stored.hash())).isSameAs(stored);
        assertThat(table.remove(stored)).isTrue();
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "MAP-20 after an error while a use is noted, which may leave a lock taken, a write makes the policy anew")
    void find_atTheEndOfTheStack_saysWhatIsBroken() throws InterruptedException {
        BoundedTable table = (BoundedTable) Tables.bounded(WeakSide.VALUE, Bounds.NONE.maximumSize(10), entry -> {});
        Entry stored = entry(WeakSide.VALUE, "key", value);
        table.insert(stored, "key");
        Thread thread = new Thread(null, () -> findAtEachDepth(table, stored), "at the end of its stack", 256 << 10);
        thread.start();
        thread.join();

        assertThat(IntStream.range(0, STEPS).filter(this::isFromThePolicy))
                .isNotEmpty()
                .allMatch(lookUp -> noticed[lookUp]);
        Entry other = entry(WeakSide.VALUE, "other", value);
        assertThat(table.insert(other, "other")).isNull();
        assertThat(table.rebuildDue).isFalse();
        assertThat(entriesOf(table)).containsExactlyInAnyOrder(stored, other);
    }

    /** Looks up on the way back from the end of the stack. */
    private void findAtEachDepth(BoundedTable table, Entry stored) {
        try {
            if (errors == 0) {
                findAtEachDepth(table, stored);
            }
        } catch (StackOverflowError deepest) {
            errors++;
        }
        if (lookUps++ < STEPS) {
            find(table, stored);
        }
    }

    private void find(BoundedTable table, Entry stored) {
        table.rebuildDue = false;
        try {
            table.find(stored.strong(), stored.hash());
        } catch (StackOverflowError failed) {
            failures[lookUps - 1] = failed; // looked at later: to read a stack trace takes stack
            noticed[lookUps - 1] = table.rebuildDue;
        }
    }

    private boolean isFromThePolicy(int lookUp) {
        return failures[lookUp] != null
                && Stream.of(failures[lookUp].getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(EvictionPolicy.class.getName()));
    }

    @Test
    @DisplayName("MAP-23 after a mass death what is left stays, and the table is as small as it was")
    void remove_mostOfMany_keepsTheOthers() {
        Table table = Tables.table(WeakSide.VALUE, Equivalence.equality());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            entries.add(entry(WeakSide.VALUE, "k" + i, value));
            table.insert(entries.get(i), "k" + i);
        }
        int peak = peak(table);
        for (Entry each : entries.subList(100, 20_000)) {
            assertThat(table.remove(each)).isTrue();
        }

        assertThat(entriesOf(table)).containsExactlyInAnyOrderElementsOf(entries.subList(0, 100));
        assertThat(table.estimatedSize()).isEqualTo(100);
        assertThat(peak(table)).isLessThan(peak / 8); // its storage was made anew
    }

    private static int peak(Table table) {
        int peak = 0;
        for (LockStripe stripe : ((CaffeineTable) table).stripes) {
            peak += stripe.peak();
        }
        return peak;
    }

    /** Inserts on the way back from the end of the stack. */
    private void atEachDepth(Table table, boolean oneHash) {
        try {
            if (errors == 0) { // nobody has met the end yet
                atEachDepth(table, oneHash);
            }
        } catch (StackOverflowError deepest) {
            errors++;
        }
        if (tried.size() < STEPS) {
            tryToInsert(table, oneHash);
        }
    }

    private void tryToInsert(Table table, boolean oneHash) {
        try {
            String key = "k" + tried.size();
            Entry entry = entry(WeakSide.VALUE, key, value, oneHash ? HASH : key.hashCode());
            tried.add(entry);
            table.insert(entry, key);
        } catch (StackOverflowError failed) {
            errors++;
        }
    }
}
