package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.near.NearProcesses.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three members of Hazelcast that write and read 10,000 keys, with and without faults. What heals is the protocol: values may be an hour old.
 * A process that hangs gives no answer, so there is a limit by the clock.
 */
@Tag("engines")
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HazelcastProcessesTest {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(20);

    private NearProcesses processes;

    /**
     * The first one is the master: when a master goes, who is left may fall apart for a moment. The last one has the highest address: of
     * sides of one size Hazelcast keeps the one with the lowest.
     */
    private void start(String engine) throws IOException {
        List<String> ports = IntStream.range(0, NearProcess.PROCESSES)
                .mapToObj(i -> String.valueOf(HazelcastMember.freePort()))
                .sorted()
                .toList();
        List<String> words = new ArrayList<>(List.of(engine, "processes-" + ports.get(0)));
        words.addAll(ports);
        processes = new NearProcesses(words.toArray(new String[0]));
        for (Child child : processes.all()) {
            child.awaitMembers(NearProcess.PROCESSES);
        }
    }

    @AfterEach
    void stop() {
        if (processes != null) {
            processes.close();
        }
    }

    @Test
    @DisplayName("NEAR-1 NEAR-2 NEAR-3 bursts of writes in three processes leave nothing stale and no second instance")
    void bursts_ofThree_leaveNothingStaleAndNoSecondInstance() throws IOException {
        start("hazelcast");
        for (int round = 0; round < 3; round++) {
            NearProcesses.burst(processes.all());
        }
        processes.awaitAllSeenByAll();
        NearProcesses.assertNothingFailed(processes.all());
        processes.assertNothingBeyondLoopback("sockets");
    }

    @Test
    void memberKilled_amidWrites_losesNoWriteAndLeavesNothingStale() throws Exception {
        start("hazelcast");
        Child first = processes.child(0);
        Child second = processes.child(1);
        first.burst();
        second.burst();
        processes.child(2).signal("-KILL");
        NearProcesses.awaitDone(first, second);
        first.awaitMembers(2);
        NearProcesses.burst(first);
        processes.awaitAllSeen(first, first, second);
        processes.awaitAllSeen(second, first, second);
        NearProcesses.assertNothingFailed(first, second);
    }

    @Test
    @DisplayName(
            "NEAR-2 NEAR-7 a member that was paused amid writes and merged loses no write acknowledged in sight of all, and hears again")
    void memberPausedAmidWritesAndMerged_losesNoWriteAcknowledgedInSightOfAll_andHearsAgain() throws Exception {
        start("protected");
        Child first = processes.child(0);
        Child second = processes.child(1);
        Child paused = processes.child(2);
        NearProcesses.burst(processes.all());
        processes.awaitAllSeenByAll();
        paused.burst();
        paused.signal("-STOP");
        long since = System.nanoTime();
        first.awaitMembers(2);
        do {
            NearProcesses.burst(first, second);
        } while (System.nanoTime() - since < PAUSE);
        assertThat(first.ask("remove")).isEqualTo("done");
        for (Child child : List.of(first, second)) {
            assertThat(child.ask("members")).as("members of the larger side").isEqualTo("2");
        }
        paused.signal("-CONT");
        NearProcesses.awaitDone(paused);
        for (Child child : processes.all()) {
            child.awaitMembers(3);
        }
        assertThat(paused.failedWrites())
                .as("writes that were refused while it was alone")
                .isPositive();
        assertNothingLost(paused, first, second);
        NearProcesses.burst(processes.all());
        assertNothingLost(paused, first, second);
        NearProcesses.awaitHeard(paused, first, second);
    }

    /**
     * Waits until nothing is stale, and asserts that everybody reads what was acknowledged. Of the writes of the paused member only those
     * count after which it still saw all others: Hazelcast takes members out of its partitions before it counts who is left, and may
     * acknowledge a write in between.
     */
    private void assertNothingLost(Child paused, Child... others) throws IOException {
        processes.awaitNothingStale();
        for (Child reader : processes.all()) {
            for (Child other : others) {
                NearProcesses.awaitKept(reader, other, "acknowledged");
            }
            NearProcesses.awaitKept(reader, paused, "acknowledged in sight of all");
        }
    }
}
