package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gossamer.jcache.near.NearProcesses.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three processes on one Redis that write and read 10,000 keys while Redis fails. What heals is the protocol: values may be an hour old.
 * A process that hangs gives no answer, so there is a limit by the clock.
 */
@Tag("engines")
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private RedisServer redis;
    private NearProcesses processes;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisServer();
        processes = new NearProcesses("redisson", redis.configuration().toString());
    }

    @AfterEach
    void stop() {
        if (processes != null) {
            processes.close();
        }
        redis.close();
    }

    /** Waits until Redis has served so many more commands, so that a fault falls amid writes. */
    private void awaitCommands(int count) {
        long until = commands() + count;
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> commands() >= until);
    }

    private long commands() {
        return redis.statistic("total_commands_processed");
    }

    @Test
    @DisplayName("NEAR-2 NEAR-7 after the connections of events were cut amid writes nothing is stale")
    void connectionsOfEvents_cutAmidWrites_leaveNothingStale() throws IOException {
        for (int round = 0; round < 2; round++) {
            for (Child writer : processes.all()) {
                writer.burst();
            }
            awaitCommands(5_000);
            assertThat(redis.cutEvents()).isGreaterThanOrEqualTo(NearProcess.PROCESSES);
            NearProcesses.awaitDone(processes.all());
        }
        processes.awaitAllSeenByAll();
        NearProcesses.assertNothingFailed(processes.all());
        // Redisson also has sockets to ask a name server, and no name to ask for
        processes.assertNothingBeyondLoopback("connections");
    }

    @Test
    @DisplayName("NEAR-2 NEAR-8 after Redis was killed and came back empty everybody reads what it has")
    void redis_killedAmidWritesAndAtRest_isReadAsItIs() throws IOException {
        for (Child writer : processes.all()) {
            writer.burst();
        }
        awaitCommands(5_000);
        redis.kill();
        redis.start();
        NearProcesses.awaitDone(processes.all());
        processes.awaitNothingStale();
        redis.kill();
        redis.start();
        for (Child reader : processes.all()) {
            await().atMost(PATIENCE).until(() -> reader.ask("audit").startsWith("0 0 0 "));
        }
        NearProcesses.burst(processes.all());
        processes.awaitAllSeenByAll();
    }
}
