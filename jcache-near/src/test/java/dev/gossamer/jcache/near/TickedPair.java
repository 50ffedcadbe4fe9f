package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two near caches of one cache that hear from a test what time it is, and have no hooks: a loss is found by the control channel or
 * not at all. One writes, the other has read everything and holds it.
 */
final class TickedPair implements AutoCloseable {
    private static final int KEYS = 500;
    private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int ROUNDS_IN_THREE_SECONDS = 6;

    private final AtomicLong time = new AtomicLong();
    final WeakNearCache<String, byte[]> reader;
    final WeakNearCache<String, byte[]> writer;
    private final byte[][] held = new byte[KEYS][];
    private int written;
    private int marker;

    TickedPair(NearCacheBuilder<String, byte[]> reader, NearCacheBuilder<String, byte[]> writer) {
        this.reader = quiet(reader);
        this.writer = quiet(writer);
    }

    private WeakNearCache<String, byte[]> quiet(NearCacheBuilder<String, byte[]> builder) {
        return builder.maxStaleness(Duration.ofHours(1))
                .ticker(time::get)
                .withoutServedHooks()
                .assemble();
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Writes everything anew. */
    void writeAll() {
        written++;
        for (int i = 0; i < KEYS; i++) {
            writer.put("key" + i, bytes(written));
        }
    }

    /** Has everything written, heard of, read and held, and the two know of each other. */
    void fill() {
        writeAll();
        awaitEvents();
        stale();
        tick();
        assertThat(reader.nearStatistics().suspicions()).isZero();
        assertThat(writer.nearStatistics().suspicions()).isZero();
    }

    /** Waits until an event comes through again, and with it all that were told before and are not lost. */
    void awaitEvents() {
        await().atMost(NearCacheContract.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    byte[] before = reader.get("marker");
                    writer.put("marker", bytes(++marker));
                    return before != null
                            && number(before) > marker - 5
                            && number(reader.get("marker")) > number(before);
                });
    }

    /** How many keys the reader reads as they are no more. */
    int stale() {
        int stale = 0;
        for (int i = 0; i < KEYS; i++) {
            held[i] = reader.get("key" + i);
            stale += number(held[i]) == written ? 0 : 1;
        }
        return stale;
    }

    private void tick() {
        time.addAndGet(ROUND);
        writer.maintain();
        reader.maintain();
    }

    /** Lets three seconds pass at most until the loss is noticed, and sees that nothing is stale, and events are heard again. */
    void assertHealedWithinThreeSeconds() {
        for (int round = 0;
                round < ROUNDS_IN_THREE_SECONDS && reader.nearStatistics().suspicions() == 0;
                round++) {
            assertThat(stale()).as("stale until the loss is noticed").isPositive();
            tick();
        }
        assertThat(reader.nearStatistics().suspicions()).isEqualTo(1);
        assertThat(stale()).as("stale after the loss was noticed").isZero();
        tick();
        writeAll();
        awaitEvents();
        assertThat(stale()).as("stale with the new listener").isZero();
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
