package dev.gossamer.tck;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.models.PairEquivalence;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/** The faults: each method gives a backend that has one. */
final class Mutants {
    private Mutants() {}

    // ---- faults of comparing ----

    static Backend comparesHashesOnly() {
        return Mutant.misreading(spec -> withKeys(spec, new Equivalence<>() {
            @Override
            public int hash(Object object) {
                return spec.equivalence().hash(object);
            }

            @Override
            public boolean equivalent(Object left, Object right) {
                return true;
            }
        }));
    }

    static Backend comparesWithAllOfOneHash() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                table.forEach(entry -> {
                    Object other = spec.keyOf(entry);
                    if (entry.hash() == hash && other != null) {
                        spec.equivalence().equivalent(key, other);
                    }
                });
                return super.find(key, hash);
            }
        });
    }

    static Backend comparesWeakKeysByIdentity() {
        return Mutant.misreading(
                spec -> spec.weakSide() == WeakSide.KEY ? withKeys(spec, Equivalence.identity()) : spec);
    }

    static Backend comparesByEqualityWhereIdentityIsAsked() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                return spec.equivalence() == Equivalence.identity()
                        ? any(entry -> key.equals(spec.keyOf(entry)))
                        : super.find(key, hash);
            }
        });
    }

    static Backend comparesByEqualityWhereAnEquivalenceIsAsked() {
        return Mutant.misreading(
                spec -> spec.equivalence() == PairEquivalence.PAIRED ? withKeys(spec, Equivalence.equality()) : spec);
    }

    private static TableSpec withKeys(TableSpec spec, Equivalence<Object> keys) {
        return new TableSpec(spec.weakSide(), keys, spec.initialCapacity(), spec.bounds(), spec.onEvicted());
    }

    static Backend refusesOptionalKeys() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                if (key instanceof Optional) {
                    throw new UnsupportedOperationException("no such key");
                }
                return super.find(key, hash);
            }
        });
    }

    // ---- faults of storing ----

    static Backend storesItsOwnEntries() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry insert(Entry entry, Object key) {
                return super.insert(copy(entry), key);
            }

            private Entry copy(Entry entry) {
                return entry.getClass() == Entry.class
                        ? new Entry(entry.weak(), entry.strong(), entry.hash(), null)
                        : entry;
            }
        });
    }

    static Backend checksThenActs() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry insert(Entry entry, Object key) {
                Entry found = table.find(key, entry.hash());
                if (found != null) {
                    return found;
                }
                for (int i = 0; i < 50; i++) {
                    Thread.yield();
                }
                for (Entry other = table.insert(entry, key); other != null; other = table.insert(entry, key)) {
                    table.remove(other);
                }
                return null;
            }
        });
    }

    static Backend takesEntriesWithoutReferentForDead() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                Entry found = table.find(key, hash);
                return found == null || found.refersTo(null) ? null : found;
            }

            @Override
            public Entry insert(Entry entry, Object key) {
                Entry found = table.insert(entry, key);
                while (found != null && found.refersTo(null)) {
                    table.remove(found);
                    found = table.insert(entry, key);
                }
                return found;
            }
        });
    }

    static Backend storesOneEntryForAReferent() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry insert(Entry entry, Object key) {
                Entry same = spec.weakSide() == WeakSide.KEY || entry.weak() == null
                        ? null
                        : any(each -> each.weakIs(entry.weak()) && !isClaim(each));
                if (same != null) {
                    table.remove(same);
                }
                return super.insert(entry, key);
            }
        });
    }

    static Backend sharesOneTable() {
        Map<List<Object>, Table> shared = new ConcurrentHashMap<>();
        return Mutant.tables(
                (spec, table) -> shared.computeIfAbsent(List.of(spec.weakSide(), spec.equivalence()), absent -> table));
    }

    static Backend holdsEntriesWeakly() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final Map<Entry, WeakReference<Object>> tokens = new ConcurrentHashMap<>();

            @Override
            public Entry find(Object key, int hash) {
                forget();
                return table.find(key, hash);
            }

            @Override
            public Entry insert(Entry entry, Object key) {
                tokens.put(entry, new WeakReference<>(new Object()));
                return table.insert(entry, key);
            }

            @Override
            public Iterator<Entry> iterator() {
                forget();
                return table.iterator();
            }

            private void forget() {
                tokens.forEach((entry, token) -> {
                    if (token.refersTo(null) && !isClaim(entry)) {
                        tokens.remove(entry);
                        table.remove(entry);
                    }
                });
            }
        });
    }

    // ---- faults of removing ----

    static Backend removesByKey() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean remove(Entry entry) {
                if (super.remove(entry) || isClaim(entry)) {
                    return true;
                }
                Entry other = any(each -> each.hash() == entry.hash());
                return other != null && super.remove(other);
            }
        });
    }

    static Backend hashesAnewWhenItRemoves() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean remove(Entry entry) {
                entries(table).stream()
                        .map(spec::keyOf)
                        .filter(key -> key != null)
                        .forEach(spec.equivalence()::hash);
                return super.remove(entry);
            }
        });
    }

    static Backend countsRemovalsTwice() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final AtomicInteger removals = new AtomicInteger();

            @Override
            public boolean remove(Entry entry) {
                boolean removed = super.remove(entry);
                if (removed) {
                    removals.incrementAndGet();
                }
                return removed;
            }

            @Override
            public long estimatedSize() {
                return super.estimatedSize() - removals.get();
            }
        });
    }

    static Backend countsBeforeItStores() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final AtomicInteger coming = new AtomicInteger();

            @Override
            public Entry insert(Entry entry, Object key) {
                coming.incrementAndGet();
                Entry found = super.insert(entry, key);
                coming.decrementAndGet();
                return found;
            }

            @Override
            public long estimatedSize() {
                return super.estimatedSize() + coming.get();
            }
        });
    }

    static Backend keepsTheDead() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean remove(Entry entry) {
                return isDead(entry) || super.remove(entry);
            }
        });
    }

    static Backend tellsEvictedWhatWasReplaced() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean replace(Entry entry, Entry next) {
                boolean replaced = super.replace(entry, next);
                if (replaced && isDead(entry)) {
                    spec.onEvicted().accept(entry);
                }
                return replaced;
            }
        });
    }

    static Backend takesTheDeadOutWhenItFinds() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                entries(table).stream().filter(Mutant.Faulty::isDead).forEach(table::remove);
                return super.find(key, hash);
            }
        });
    }

    static Backend takesTheDeadOutOfOtherTables() {
        Queue<Table> tables = new ConcurrentLinkedQueue<>();
        return Mutant.tables((spec, table) -> {
            tables.add(table);
            return new Mutant.Faulty(spec, table) {
                @Override
                public Entry insert(Entry entry, Object key) {
                    for (Table other : tables) {
                        if (other != table) {
                            entries(other).stream()
                                    .filter(Mutant.Faulty::isDead)
                                    .forEach(other::remove);
                        }
                    }
                    return super.insert(entry, key);
                }
            };
        });
    }

    // ---- faults of iterating ----

    static Backend iteratesTheFirstTwiceWhenChanged() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final AtomicInteger changes = new AtomicInteger();

            @Override
            public Entry insert(Entry entry, Object key) {
                changes.incrementAndGet();
                return super.insert(entry, key);
            }

            @Override
            public Iterator<Entry> iterator() {
                int begun = changes.get();
                List<Entry> entries = entries(table);
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        if (next > 0 && next < 500 && next == entries.size() && changes.get() != begun) {
                            entries.add(entries.get(0));
                        }
                        return next < entries.size();
                    }

                    @Override
                    public Entry next() {
                        return entries.get(next++);
                    }
                };
            }
        });
    }

    static Backend iteratesWithoutTheFirst() {
        return iterating(entries ->
                entries.subList(entries.isEmpty() ? 0 : 1, entries.size()).iterator());
    }

    static Backend pinsWhatItIteratesOver() {
        return iterating(entries -> {
            List<Object> pinned = entries.stream().map(Entry::weak).toList();
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < entries.size() && pinned.size() == entries.size();
                }

                @Override
                public Entry next() {
                    return entries.get(next++);
                }
            };
        });
    }

    static Backend iterating(Function<List<Entry>, Iterator<Entry>> iteration) {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Iterator<Entry> iterator() {
                return iteration.apply(entries(table));
            }
        });
    }

    static Backend failsFastWhenItIterates() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final AtomicInteger changes = new AtomicInteger();

            @Override
            public boolean remove(Entry entry) {
                changes.incrementAndGet();
                return super.remove(entry);
            }

            @Override
            public Iterator<Entry> iterator() {
                int begun = changes.get();
                Iterator<Entry> entries = super.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Entry next() {
                        if (changes.get() != begun) {
                            throw new ConcurrentModificationException("changed while iterating");
                        }
                        return entries.next();
                    }
                };
            }
        });
    }

    private static List<Entry> entries(Table table) {
        List<Entry> entries = new ArrayList<>();
        table.forEach(entries::add);
        return entries;
    }

    // ---- faults of cost, locks and hold ----

    static Backend allocatesWhenItFinds() {
        Object[] last = new Object[1];
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                last[0] = new byte[16];
                return super.find(key, hash);
            }
        });
    }

    static Backend locksWhenItInserts() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public synchronized Entry insert(Entry entry, Object key) {
                return super.insert(entry, key);
            }
        });
    }

    static Backend locksWhenItFinds() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public synchronized Entry find(Object key, int hash) {
                return super.find(key, hash);
            }
        });
    }

    static Backend holdsItsTables() {
        Queue<Table> tables = new ConcurrentLinkedQueue<>();
        return Mutant.tables((spec, table) -> {
            tables.add(table);
            return table;
        });
    }

    static Backend holdsTheStrongSides() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final Queue<Object> held = new ConcurrentLinkedQueue<>();

            @Override
            public Entry insert(Entry entry, Object key) {
                held.add(entry.strong());
                return super.insert(entry, key);
            }
        });
    }

    static Backend holdsWhatItLookedFor() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private final List<Object> held = Collections.synchronizedList(new ArrayList<>());

            @Override
            public Entry find(Object key, int hash) {
                if (spec.weakSide() == WeakSide.KEY && key instanceof NamedKey) {
                    held.add(key);
                }
                return super.find(key, hash);
            }
        });
    }

    static Backend startsAThreadForATable() {
        return Mutant.tables((spec, table) -> {
            Thread thread = new Thread(() -> LockSupport.parkNanos(60_000_000_000L), "mutant");
            thread.setDaemon(true);
            thread.start();
            return table;
        });
    }

    /** Takes milliseconds for its first insertion. */
    static final class LinksALambda extends Mutant {
        LinksALambda() {
            super(spec -> spec, (spec, table) -> new Faulty(spec, table) {
                @Override
                public Entry insert(Entry entry, Object key) {
                    Supplier<Entry> insertion = () -> table.insert(entry, key);
                    return insertion.get();
                }
            });
        }
    }

    /** Holds itself where it outlives its class loader. */
    static final class PinsItsLoader extends Mutant {
        static final String PLACE = "gossamer.mutant";

        PinsItsLoader() {
            super(spec -> spec, (spec, table) -> table);
            System.getProperties().put(PLACE, this);
        }
    }
}
