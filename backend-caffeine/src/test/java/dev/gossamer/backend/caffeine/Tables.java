package dev.gossamer.backend.caffeine;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the tests of tables share: specs, entries, keys. */
final class Tables {
    private Tables() {}

    static Table table(WeakSide side, Equivalence<Object> equivalence) {
        return new CaffeineBackend().table(spec(side, equivalence));
    }

    static TableSpec spec(WeakSide side, Equivalence<Object> equivalence) {
        return new TableSpec(side, equivalence, 0, Bounds.NONE, entry -> {});
    }

    static Table bounded(WeakSide side, Bounds bounds, Consumer<Entry> onEvicted) {
        return new CaffeineBackend().table(new TableSpec(side, Equivalence.equality(), 0, bounds, onEvicted));
    }

    static Entry entry(WeakSide side, Object key, Object value) {
        return entry(side, key, value, key.hashCode());
    }

    static Entry entry(WeakSide side, Object key, Object value, int hash) {
        return side == WeakSide.KEY ? new Entry(key, value, hash, null) : new Entry(value, key, hash, null);
    }

    static List<Entry> entriesOf(Table table) {
        List<Entry> entries = new ArrayList<>();
        table.forEach(entries::add);
        return entries;
    }

    /** A key of a class the backend knows nothing about, with the hash it is told and code to run when it is compared. */
    static final class Key {
        final String name;
        int hash;
        Runnable onEquals = () -> {};

        Key(String name, int hash) {
            this.name = name;
            this.hash = hash;
        }

        @Override
        public boolean equals(Object other) {
            onEquals.run();
            return other instanceof Key key && key.name.equals(name);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
