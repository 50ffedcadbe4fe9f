package dev.gossamer.tck;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets threads race on one key of a container while its weak sides die, and checks what they saw. */
final class Histories {
    private static final int STEPS = 6;

    private final Scene scene;
    private final HistoryRecorder recorder = new HistoryRecorder();
    private final AtomicReference<@Nullable Name> victim = new AtomicReference<>();

    /** Shared by calls of {@code compute}, which hold the value from before: no collector would clear it meanwhile. */
    private final ReadWriteLock holding = new ReentrantReadWriteLock();

    private Histories(Backend backend) {
        scene = new Scene(backend);
    }

    // Each of these makes one history, with 2 to 4 threads, and throws when nothing sequential explains it.

    static void checkWeakValueMap(Backend backend, int seed) {
        Histories histories = new Histories(backend);
        WeakValueMap<String, Name> map =
                histories.scene.<String, Name>weakValueMap().build();
        histories.race(map, seed, random -> () -> histories.step(map, random));
        histories.requireOrder("WeakValueMap", true, operation -> true);
    }

    /** With weak keys that are equal but by identity; by identity, threads share two equal keys that do not die. */
    static void checkWeakKeyMap(Backend backend, Equivalence<Object> equivalence, int seed) {
        Histories histories = new Histories(backend);
        WeakKeyMap<Name, Name> map =
                histories.scene.<Name, Name>weakKeyMap().keys(equivalence).build();
        boolean deaths = equivalence != Equivalence.identity() && seed % 2 == 0;
        List<Name> shared = List.of(new Name("k"), new Name("k"));
        histories.race(map, seed, random -> {
            OwnKey own = new OwnKey(equivalence == Equivalence.identity() ? shared : List.of(), random);
            return () -> histories.step(map, own, deaths, random);
        });
        histories.requireOrders("WeakKeyMap by " + equivalence, equivalence, shared);
    }

    static void checkWeakSet(Backend backend, Equivalence<Object> equivalence, int seed) {
        Histories histories = new Histories(backend);
        WeakSet<Name> set = histories.scene.<Name>weakSet().keys(equivalence).build();
        boolean identity = equivalence == Equivalence.identity();
        List<Name> shared = List.of(new Name("k"), new Name("k"));
        histories.race(set, seed, random -> {
            OwnKey own = new OwnKey(identity ? shared : List.of(), random);
            return () -> histories.step(set, own, !identity, random);
        });
        histories.requireOrders("WeakSet by " + equivalence, equivalence, shared);
    }

    static void checkInterner(Backend backend, Equivalence<Object> equivalence, int seed) {
        Histories histories = new Histories(backend);
        Interner<Name> interner =
                histories.scene.<Name>interner().keys(equivalence).build();
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
            threads.add(() -> {
                for (int done = 0; done < STEPS; done++) {
                    step.run();
                    if (random.nextInt(3) == 0) {
                        scene.collector.enqueue();
                        container.reclaim();
                    }
                }
                return STEPS;
            });
        }
        Racers.run(threads);
    }

    private void requireOrders(String container, Equivalence<Object> equivalence, List<Name> shared) {
        if (equivalence == Equivalence.identity()) {
            shared.forEach(key -> requireOrder(container, false, operation -> operation.key() == key));
        } else {
            requireOrder(container, false, operation -> true);
        }
    }

    private void requireOrder(String container, boolean valuesDie, Predicate<Operation> concerns) {
        List<Operation> history = recorder.history(concerns);
        if (!Linearization.exists(history, valuesDie)) {
            StringBuilder words = new StringBuilder();
            history.forEach(
                    each -> words.append(System.lineSeparator()).append("  ").append(each));
            throw new RuleViolation(
                    "MAP-7", "no order of these operations on a " + container + " explains their results:" + words);
        }
    }

    // ---- steps ----

    private void step(WeakValueMap<String, Name> map, Random random) {
        Name fresh = recorder.fresh();
        switch (random.nextInt(9)) {
            case 0 -> recorder.run(Operation.Kind.PUT, "k", fresh, () -> map.put("k", fresh));
            case 1 -> recorder.run(Operation.Kind.PUT_IF_ABSENT, "k", fresh, () -> map.putIfAbsent("k", fresh));
            case 2 -> recorder.run(Operation.Kind.GET, "k", null, () -> map.get("k"));
            case 3 -> recorder.run(Operation.Kind.REMOVE, "k", null, () -> map.remove("k"));
            case 4 -> recorder.run(Operation.Kind.REPLACE, "k", fresh, () -> map.replace("k", fresh));
            case 5 ->
                recorder.run(
                        Operation.Kind.COMPUTE_IF_ABSENT, "k", fresh, () -> map.computeIfAbsent("k", key -> fresh));
            case 6 -> {
                holding.readLock().lock();
                try {
                    recorder.run(Operation.Kind.COMPUTE, "k", fresh, () -> map.compute("k", (key, old) -> fresh));
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

    private void step(WeakKeyMap<Name, Name> map, OwnKey own, boolean deaths, Random random) {
        Name key = own.key();
        Name fresh = recorder.fresh();
        switch (random.nextInt(9)) {
            case 0 -> recorder.run(Operation.Kind.PUT, key, fresh, () -> map.put(key, fresh));
            case 1 -> recorder.run(Operation.Kind.PUT_IF_ABSENT, key, fresh, () -> map.putIfAbsent(key, fresh));
            case 2 -> recorder.run(Operation.Kind.GET, key, null, () -> map.get(key));
            case 3 -> recorder.run(Operation.Kind.REMOVE, key, null, () -> map.remove(key));
            case 4 -> recorder.run(Operation.Kind.REPLACE, key, fresh, () -> map.replace(key, fresh));
            case 5 ->
                recorder.run(
                        Operation.Kind.COMPUTE_IF_ABSENT, key, fresh, () -> map.computeIfAbsent(key, same -> fresh));
            case 6, 7 -> {
                if (deaths) {
                    recorder.run(Operation.Kind.CANONICAL_KEY, key, null, () -> map.canonicalKey(key));
                } else { // it holds the stored key on, which only a simulated collector would clear then
                    recorder.run(Operation.Kind.COMPUTE, key, fresh, () -> map.compute(key, (same, old) -> fresh));
                }
            }
            default -> {
                if (deaths) {
                    kill(own.renew());
                } else {
                    recorder.run(Operation.Kind.PUT_REPLACING_KEY, key, fresh, () -> map.putReplacingKey(key, fresh));
                }
            }
        }
    }

    private void step(WeakSet<Name> set, OwnKey own, boolean deaths, Random random) {
        Name element = own.key();
        switch (random.nextInt(5)) {
            case 0, 1 -> recorder.run(Operation.Kind.ADD, element, null, () -> set.add(element));
            case 2 -> recorder.run(Operation.Kind.CONTAINS, element, null, () -> set.contains(element));
            case 3 -> recorder.run(Operation.Kind.REMOVE_ELEMENT, element, null, () -> set.remove(element));
            default -> {
                if (deaths && random.nextBoolean()) {
                    kill(own.renew());
                } else if (deaths) { // there is one element at most
                    recorder.run(Operation.Kind.POLL, null, null, set::poll);
                }
            }
        }
    }

    private void step(Interner<Name> interner, OwnKey own, Random random) {
        Name instance = own.key();
        if (random.nextInt(3) > 0) {
            recorder.run(Operation.Kind.INTERN, instance, null, () -> interner.intern(instance));
        } else {
            kill(own.renew());
        }
    }

    private void killUnlessHeld() {
        if (holding.writeLock().tryLock()) {
            try {
                Name dying = victim.getAndSet(null);
                if (dying != null) {
                    kill(dying);
                }
            } finally {
                holding.writeLock().unlock();
            }
        }
    }

    private void kill(Name dying) {
        recorder.run(Operation.Kind.DEATH, dying, dying, () -> {
            scene.kill(dying);
            return null;
        });
    }

    /** The key that one thread uses: its own, which it may let die between two operations, or one of those shared. */
    private static final class OwnKey {
        private final List<Name> shared;
        private final Random random;
        private Name own;

        OwnKey(List<Name> shared, Random random) {
            this.shared = shared;
            this.random = random;
            this.own = new Name("k");
        }

        Name key() {
            return shared.isEmpty() ? own : shared.get(random.nextInt(shared.size()));
        }

        /** Takes another key, equal to the one so far, and gives that one. */
        Name renew() {
            Name old = own;
            own = new Name("k");
            return old;
        }
    }
}
