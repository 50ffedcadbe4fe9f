package dev.gossamer.tck.models;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.RuleViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets threads race on one key of a container while its weak sides die, and checks what they saw. */
public final class ConcurrentHistories {
    private static final int STEPS = 6;

    private final SimulatedCollection scene;
    private final HistoryRecorder recorder = new HistoryRecorder();
    private final AtomicReference<@Nullable NamedKey> victim = new AtomicReference<>();

    /** Shared by calls of {@code compute}, which hold the value from before: no collector would clear it meanwhile. */
    private final ReadWriteLock holding = new ReentrantReadWriteLock();

    private ConcurrentHistories(Backend backend) {
        scene = new SimulatedCollection(backend);
    }

    // Each of these makes one history, with 2 to 4 threads, and throws when nothing sequential explains it.

    public static void checkWeakValueMap(Backend backend, int seed) {
        ConcurrentHistories histories = new ConcurrentHistories(backend);
        WeakValueMap<String, NamedKey> map =
                histories.scene.<String, NamedKey>weakValueMap().build();
        histories.race(map, seed, random -> () -> histories.step(map, random));
        histories.requireOrder("WeakValueMap", true, operation -> true);
    }

    /** With one key, which lives, and values that die. */
    public static void checkWeakMap(Backend backend, int seed) {
        ConcurrentHistories histories = new ConcurrentHistories(backend);
        WeakMap<String, NamedKey> map =
                histories.scene.<String, NamedKey>weakMap().build();
        histories.race(map, seed, random -> () -> histories.step(map, random));
        histories.requireOrder("WeakMap", true, operation -> true);
    }

    /** With weak keys that are equal but by identity; by identity, threads share two equal keys that do not die. */
    public static void checkWeakKeyMap(Backend backend, Equivalence<Object> equivalence, int seed) {
        ConcurrentHistories histories = new ConcurrentHistories(backend);
        WeakKeyMap<NamedKey, NamedKey> map = histories
                .scene
                .<NamedKey, NamedKey>weakKeyMap()
                .keys(equivalence)
                .build();
        boolean deaths = equivalence != Equivalence.identity() && seed % 2 == 0;
        List<NamedKey> shared = List.of(new NamedKey("k"), new NamedKey("k"));
        histories.race(map, seed, random -> {
            OwnKey own = new OwnKey(equivalence == Equivalence.identity() ? shared : List.of(), random);
            return () -> histories.step(map, own, deaths, random);
        });
        histories.requireOrders("WeakKeyMap by " + equivalence, equivalence, shared);
    }

    public static void checkWeakSet(Backend backend, Equivalence<Object> equivalence, int seed) {
        ConcurrentHistories histories = new ConcurrentHistories(backend);
        WeakSet<NamedKey> set =
                histories.scene.<NamedKey>weakSet().keys(equivalence).build();
        boolean identity = equivalence == Equivalence.identity();
        List<NamedKey> shared = List.of(new NamedKey("k"), new NamedKey("k"));
        histories.race(set, seed, random -> {
            OwnKey own = new OwnKey(identity ? shared : List.of(), random);
            return () -> histories.step(set, own, !identity, random);
        });
        histories.requireOrders("WeakSet by " + equivalence, equivalence, shared);
    }

    public static void checkInterner(Backend backend, Equivalence<Object> equivalence, int seed) {
        ConcurrentHistories histories = new ConcurrentHistories(backend);
        Interner<NamedKey> interner =
                histories.scene.<NamedKey>interner().keys(equivalence).build();
        histories.race(interner, seed, random -> {
            OwnKey own = new OwnKey(List.of(), random);
            return () -> histories.step(interner, own, random);
        });
        histories.requireOrder("Interner by " + equivalence, false, operation -> true);
    }

    private void race(WeakContainer container, int seed, Function<Random, Runnable> steps) {
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 2 + seed % 3; i++) {
            Random random = new Random(31L * seed + i);
            Runnable step = steps.apply(random);
            threads.add(() -> run(step, random, container));
        }
        RacingThreads.run(threads);
    }

    private int run(Runnable step, Random random, WeakContainer container) {
        for (int done = 0; done < STEPS; done++) {
            step.run();
            if (random.nextInt(3) == 0) {
                scene.collector.enqueue();
                container.reclaim();
            }
        }
        return STEPS;
    }

    private void requireOrders(String container, Equivalence<Object> equivalence, List<NamedKey> shared) {
        if (equivalence == Equivalence.identity()) {
            shared.forEach(key -> requireOrder(container, false, operation -> operation.key() == key));
        } else {
            requireOrder(container, false, operation -> true);
        }
    }

    private void requireOrder(String container, boolean valuesDie, Predicate<HistoryOperation> concerns) {
        List<HistoryOperation> history = recorder.history(concerns);
        if (!Linearization.exists(history, valuesDie)) {
            StringBuilder words = new StringBuilder();
            history.forEach(
                    each -> words.append(System.lineSeparator()).append("  ").append(each));
            throw new RuleViolation(
                    "MAP-7", "no order of these operations on a " + container + " explains their results:" + words);
        }
    }

    // ---- steps ----

    private void step(ConcurrentMap<String, NamedKey> map, Random random) {
        NamedKey fresh = recorder.fresh();
        switch (random.nextInt(9)) {
            case 0 -> recorder.run(HistoryOperation.Kind.PUT, "k", fresh, () -> map.put("k", fresh));
            case 1 -> recorder.run(HistoryOperation.Kind.PUT_IF_ABSENT, "k", fresh, () -> map.putIfAbsent("k", fresh));
            case 2 -> recorder.run(HistoryOperation.Kind.GET, "k", null, () -> map.get("k"));
            case 3 -> recorder.run(HistoryOperation.Kind.REMOVE, "k", null, () -> map.remove("k"));
            case 4 -> recorder.run(HistoryOperation.Kind.REPLACE, "k", fresh, () -> map.replace("k", fresh));
            case 5 ->
                recorder.run(
                        HistoryOperation.Kind.COMPUTE_IF_ABSENT,
                        "k",
                        fresh,
                        () -> map.computeIfAbsent("k", key -> fresh));
            case 6 -> {
                holding.readLock().lock();
                try {
                    recorder.run(
                            HistoryOperation.Kind.COMPUTE, "k", fresh, () -> map.compute("k", (key, old) -> fresh));
                } finally {
                    holding.readLock().unlock();
                }
            }
            default -> {
                killUnlessHeld();
                return;
            }
        }
        victim.set(fresh); // no operation in flight holds it as its own argument any longer
    }

    private void step(WeakKeyMap<NamedKey, NamedKey> map, OwnKey own, boolean deaths, Random random) {
        NamedKey key = own.key();
        NamedKey fresh = recorder.fresh();
        switch (random.nextInt(9)) {
            case 0 -> recorder.run(HistoryOperation.Kind.PUT, key, fresh, () -> map.put(key, fresh));
            case 1 -> recorder.run(HistoryOperation.Kind.PUT_IF_ABSENT, key, fresh, () -> map.putIfAbsent(key, fresh));
            case 2 -> recorder.run(HistoryOperation.Kind.GET, key, null, () -> map.get(key));
            case 3 -> recorder.run(HistoryOperation.Kind.REMOVE, key, null, () -> map.remove(key));
            case 4 -> recorder.run(HistoryOperation.Kind.REPLACE, key, fresh, () -> map.replace(key, fresh));
            case 5 ->
                recorder.run(
                        HistoryOperation.Kind.COMPUTE_IF_ABSENT,
                        key,
                        fresh,
                        () -> map.computeIfAbsent(key, same -> fresh));
            case 6 -> recorder.run(HistoryOperation.Kind.CANONICAL_KEY, key, null, () -> map.canonicalKey(key));
            case 7 -> {
                if (!deaths) { // it holds the stored key on, which only a simulated collector would clear then
                    recorder.run(
                            HistoryOperation.Kind.COMPUTE, key, fresh, () -> map.compute(key, (same, old) -> fresh));
                }
            }
            default -> {
                if (deaths) {
                    kill(own.renew());
                } else {
                    recorder.run(
                            HistoryOperation.Kind.PUT_REPLACING_KEY, key, fresh, () -> map.putReplacingKey(key, fresh));
                }
            }
        }
    }

    private void step(WeakSet<NamedKey> set, OwnKey own, boolean deaths, Random random) {
        NamedKey element = own.key();
        switch (random.nextInt(5)) {
            case 0, 1 -> recorder.run(HistoryOperation.Kind.ADD, element, null, () -> set.add(element));
            case 2 -> recorder.run(HistoryOperation.Kind.CONTAINS, element, null, () -> set.contains(element));
            case 3 -> recorder.run(HistoryOperation.Kind.REMOVE_ELEMENT, element, null, () -> set.remove(element));
            default -> {
                if (deaths && random.nextBoolean()) {
                    kill(own.renew());
                } else if (deaths) { // there is one element at most
                    recorder.run(HistoryOperation.Kind.POLL, null, null, set::poll);
                }
            }
        }
    }

    private void step(Interner<NamedKey> interner, OwnKey own, Random random) {
        NamedKey instance = own.key();
        if (random.nextInt(3) > 0) {
            recorder.run(HistoryOperation.Kind.INTERN, instance, null, () -> interner.intern(instance));
        } else {
            kill(own.renew());
        }
    }

    private void killUnlessHeld() {
        if (holding.writeLock().tryLock()) {
            try {
                NamedKey dying = victim.getAndSet(null);
                if (dying != null) {
                    kill(dying);
                }
            } finally {
                holding.writeLock().unlock();
            }
        }
    }

    private void kill(NamedKey dying) {
        recorder.run(HistoryOperation.Kind.DEATH, dying, dying, () -> {
            scene.kill(dying);
            return null;
        });
    }

    /** The key that one thread uses: its own, which it may let die between two operations, or one of those shared. */
    private static final class OwnKey {
        private final List<NamedKey> shared;
        private final Random random;
        private NamedKey own;

        OwnKey(List<NamedKey> shared, Random random) {
            this.shared = shared;
            this.random = random;
            this.own = new NamedKey("k");
        }

        NamedKey key() {
            return shared.isEmpty() ? own : shared.get(random.nextInt(shared.size()));
        }

        /** Takes another key, equal to the one so far, and gives that one. */
        NamedKey renew() {
            NamedKey old = own;
            own = new NamedKey("k");
            return old;
        }
    }
}
