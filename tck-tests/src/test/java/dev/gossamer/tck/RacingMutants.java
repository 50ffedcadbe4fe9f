package dev.gossamer.tck;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.tck.environment.InitialEquivalence;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** Backends whose tables go wrong when several threads change one key, in one kind of container only. */
final class RacingMutants {
    /** Each fault by its name. */
    static final Map<String, Supplier<Backend>> ALL = Map.of(
            "checks, then acts, by identity",
                    () -> checksThenActs(spec -> spec.equivalence() == Equivalence.identity()),
            "checks, then acts, by an equivalence",
                    () -> checksThenActs(spec -> spec.equivalence() == InitialEquivalence.SAME_INITIAL),
            "checks, then acts, in one of 50 insertions", RacingMutants::checksThenActsRarely,
            "says it replaced what another thread replaced", RacingMutants::replacesWhatIsReplaced,
            "takes out, then puts in, when it replaces", RacingMutants::takesOutThenPutsIn,
            "says it removed what another thread replaced", RacingMutants::removesWhatIsReplaced);

    private RacingMutants() {}

    private static Backend checksThenActs(java.util.function.Predicate<TableSpec> where) {
        return Mutant.tables((spec, table) -> where.test(spec) ? racy(spec, table, (entry, key) -> true) : table);
    }

    private static Backend checksThenActsRarely() {
        AtomicInteger insertions = new AtomicInteger();
        return Mutant.tables(
                (spec, table) -> racy(spec, table, (entry, key) -> insertions.incrementAndGet() % 50 == 0));
    }

    private static Table racy(TableSpec spec, Table table, BiPredicate<Entry, Object> when) {
        return new Mutant.Faulty(spec, table) {
            @Override
            public Entry insert(Entry entry, Object key) {
                if (!when.test(entry, key)) {
                    return super.insert(entry, key);
                }
                Entry found = table.find(key, entry.hash());
                if (found != null) {
                    return found;
                }
                pause();
                for (Entry other = table.insert(entry, key); other != null; other = table.insert(entry, key)) {
                    table.remove(other);
                }
                return null;
            }
        };
    }

    private static void pause() {
        for (int i = 0; i < 20; i++) {
            Thread.yield();
        }
    }

    private static Backend replacesWhatIsReplaced() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean replace(Entry entry, Entry next) {
                Thread.yield();
                return super.replace(entry, next)
                        || (spec.weakSide() == WeakSide.VALUE && !isClaim(entry) && !isClaim(next));
            }
        });
    }

    private static Backend removesWhatIsReplaced() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean remove(Entry entry) {
                Thread.yield();
                return super.remove(entry) || (spec.weakSide() == WeakSide.VALUE && !isClaim(entry));
            }
        });
    }

    private static Backend takesOutThenPutsIn() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean replace(Entry entry, Entry next) {
                Object key = spec.keyOf(entry);
                if (key == null || !table.remove(entry)) {
                    return false;
                }
                pause();
                table.insert(next, key);
                return true;
            }
        });
    }
}
