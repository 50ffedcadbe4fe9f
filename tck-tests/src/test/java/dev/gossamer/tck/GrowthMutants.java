package dev.gossamer.tck;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Backends whose tables go wrong in growing, and only then. */
final class GrowthMutants {
    /** From this size on tables with incremental growth move chain by chain. */
    private static final int SMALL = 6_000;

    /** Each fault by its name, with the rule that it breaks. */
    static final Map<String, Supplier<Backend>> ALL = Map.of(
            "loses one entry in 10,000 (MAP-1)", GrowthMutants::losesOneInTenThousand,
            "hides moved chains from look-ups (MAP-1)", GrowthMutants::hidesMovedChains,
            "gives half of a large table to an iterator (MAP-6)", () -> iterating(GrowthMutants::half),
            "gives one entry of a large table twice (MAP-6)", () -> iterating(GrowthMutants::again),
            "counts one entry in 10,000 twice (MAP-5)", GrowthMutants::countsOneInTenThousandTwice,
            "keeps one dead entry in 10,000 (MAP-3)", GrowthMutants::keepsOneDeadInTenThousand,
            "says it took out what moves (MAP-5)", GrowthMutants::doesNotTakeOutWhatMoves);

    private GrowthMutants() {}

    /** Whether a table of this size is at the beginning of a generation, where a real one would move chains. */
    private static boolean isMoving(long size) {
        return size > SMALL && size - Long.highestOneBit(size) < 300;
    }

    private static Backend losesOneInTenThousand() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final AtomicInteger insertions = new AtomicInteger();

            @Override
            public Entry insert(Entry entry, Object key) {
                return insertions.incrementAndGet() % 10_000 == 0
                        ? table.find(key, entry.hash())
                        : super.insert(entry, key);
            }
        });
    }

    private static Backend hidesMovedChains() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                return (isMoving(estimatedSize()) && (hash & 0xff) == 7) ? null : super.find(key, hash);
            }
        });
    }

    private static Backend doesNotTakeOutWhatMoves() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean remove(Entry entry) {
                return (isMoving(estimatedSize()) && (entry.hash() & 0xf) == 7) || super.remove(entry);
            }
        });
    }

    private static Backend countsOneInTenThousandTwice() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public long estimatedSize() {
                return super.estimatedSize() + super.estimatedSize() / 10_000;
            }
        });
    }

    private static Backend keepsOneDeadInTenThousand() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final AtomicInteger deaths = new AtomicInteger();

            @Override
            public boolean remove(Entry entry) {
                return (isDead(entry) && deaths.incrementAndGet() % 10_000 == 0) || super.remove(entry);
            }
        });
    }

    private static Iterator<Entry> half(List<Entry> entries) {
        return entries.subList(0, entries.size() / 2).iterator();
    }

    private static Iterator<Entry> again(List<Entry> entries) {
        entries.add(entries.get(entries.size() / 2));
        return entries.iterator();
    }

    private static Backend iterating(Function<List<Entry>, Iterator<Entry>> iteration) {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Iterator<Entry> iterator() {
                if (!isMoving(estimatedSize())) {
                    return super.iterator();
                }
                List<Entry> entries = new ArrayList<>();
                table.forEach(entries::add);
                return iteration.apply(entries);
            }
        });
    }
}
