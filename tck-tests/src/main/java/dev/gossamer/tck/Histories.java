package dev.gossamer.tck;

import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets threads race on one key of a map with weak values while its values die, and checks what they saw. */
final class Histories {
    private static final int STEPS = 6;

    private final Scene scene;
    private final WeakValueMap<String, Name> map;
    private final AtomicInteger clock = new AtomicInteger();
    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Name> victim = new AtomicReference<>();

    private Histories(Backend backend) {
        scene = new Scene(backend);
        map = scene.<String, Name>weakValueMap().build();
    }

    /** Makes one history, with 2 to 4 threads, and throws when nothing sequential explains it. */
    static void check(Backend backend, int seed) {
        Histories histories = new Histories(backend);
        List<Callable<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 2 + seed % 3; i++) {
            Random random = new Random(31L * seed + i);
            threads.add(() -> histories.race(random));
        }
        Racers.run(threads);
        List<Operation> history = histories.operations.stream()
                .sorted(Comparator.comparingInt(Operation::start))
                .toList();
        if (!Linearization.exists(history)) {
            throw new RuleViolation("MAP-7", "no order of these operations explains their results:" + words(history));
        }
    }

    private static String words(List<Operation> history) {
        StringBuilder words = new StringBuilder();
        history.forEach(
                each -> words.append(System.lineSeparator()).append("  ").append(each));
        return words.toString();
    }

    private int race(Random random) {
        for (int step = 0; step < STEPS; step++) {
            Name fresh = new Name("v" + clock.incrementAndGet());
            switch (random.nextInt(9)) {
                case 0 -> run(Operation.Kind.PUT, fresh, () -> map.put("k", fresh));
                case 1 -> run(Operation.Kind.PUT_IF_ABSENT, fresh, () -> map.putIfAbsent("k", fresh));
                case 2 -> run(Operation.Kind.GET, null, () -> map.get("k"));
                case 3 -> run(Operation.Kind.REMOVE, null, () -> map.remove("k"));
                case 4 -> run(Operation.Kind.REPLACE, fresh, () -> map.replace("k", fresh));
                case 5 -> run(Operation.Kind.COMPUTE_IF_ABSENT, fresh, () -> map.computeIfAbsent("k", key -> fresh));
                case 6 -> run(Operation.Kind.COMPUTE, fresh, () -> map.compute("k", (key, old) -> fresh));
                default -> kill();
            }
            if (random.nextInt(3) == 0) {
                scene.collector.enqueue();
                map.reclaim();
            }
        }
        return STEPS;
    }

    private void run(Operation.Kind kind, @Nullable Name argument, Callable<@Nullable Name> operation) {
        int start = clock.incrementAndGet();
        Name result;
        try {
            result = operation.call();
        } catch (Exception e) {
            throw new AssertionError(kind + " failed: " + e, e);
        }
        operations.add(new Operation(kind, argument, result, start, clock.incrementAndGet()));
        if (argument != null) {
            victim.set(argument); // no operation in flight holds it as its own argument any longer
        }
    }

    private void kill() {
        Name dying = victim.getAndSet(null);
        if (dying != null) {
            int start = clock.incrementAndGet();
            scene.kill(dying);
            operations.add(new Operation(Operation.Kind.DEATH, dying, null, start, clock.incrementAndGet()));
        }
    }
}
