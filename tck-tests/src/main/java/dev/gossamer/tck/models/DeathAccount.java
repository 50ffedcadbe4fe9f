package dev.gossamer.tck.models;

import dev.gossamer.WeakContainer;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.RuleViolation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps account of who died in a scene, and of whom a listener was told. For one thread. */
final class DeathAccount {
    final SimulatedCollection scene;
    private final List<Death> expected = new ArrayList<>();
    private final List<Death> told = new ArrayList<>();
    private int cleared;
    private int enqueued;

    DeathAccount(Backend backend) {
        scene = new SimulatedCollection(backend);
    }

    /** The listener of the container. */
    void told(Object survivor, @Nullable Object ticket) {
        told.add(new Death(survivor, ticket));
    }

    int clear(Object victim) {
        int count = scene.collector.clear(victim);
        cleared += count;
        return count;
    }

    /** One of the entries cleared had these on its other side. */
    void expect(Object survivor, @Nullable Object ticket) {
        expected.add(new Death(survivor, ticket));
    }

    void enqueue() {
        enqueued += scene.collector.enqueue();
        cleared = 0;
    }

    void enqueueOne() {
        if (scene.collector.enqueueOne()) {
            enqueued++;
            cleared--;
        }
    }

    void reclaim(WeakContainer container, TrackedObject.Quiet quiet) {
        int[] count = new int[1];
        int before = told.size();
        quiet.during(() -> count[0] = container.reclaim());
        RuleViolation.unless(
                count[0] == enqueued, "RC-1", "reclaim() gives " + count[0] + " when " + enqueued + " are enqueued");
        RuleViolation.unless(
                told.size() - before == enqueued,
                "MAP-15",
                "the listener was told " + (told.size() - before) + " times of " + enqueued + " entries");
        enqueued = 0;
        List<Death> unexplained = new ArrayList<>(told);
        expected.forEach(unexplained::remove);
        RuleViolation.unless(
                unexplained.isEmpty(), "MAP-15", "the listener was told of what did not die, or twice: " + unexplained);
    }

    /** How many dead entries have not been reclaimed. */
    int outstanding() {
        return cleared + enqueued;
    }

    void requireAllTold() {
        List<Death> untold = new ArrayList<>(expected);
        told.forEach(untold::remove);
        RuleViolation.unless(untold.isEmpty(), "MAP-15", "the listener was never told of " + untold);
    }

    /** The surviving side, by identity, and the ticket. */
    private record Death(Object survivor, @Nullable Object ticket) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Death that && that.survivor == survivor && that.ticket == ticket;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(survivor);
        }
    }
}
