package dev.gossamer.jcache.near;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/**
 * A process with a member of Hazelcast and a near cache, that does what its standard input says, a line at a time, and answers
 * each with one line. Each key has one process that writes it, a rising number; all read all keys, at all times, and count what
 * they must not see.
 */
final class NearProcess {
    static final int KEYS = 10_000;
    private static final int PROCESSES = 3;

    private final int self;
    private final NearCache<Integer, byte[]> near;
    private final long[] written = new long[KEYS];
    private final AtomicLongArray seen = new AtomicLongArray(KEYS);
    private final Map<Long, WeakReference<byte[]>> instances = new ConcurrentHashMap<>();
    private final AtomicInteger backwards = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private NearProcess(int self, NearCache<Integer, byte[]> near) {
        this.self = self;
        this.near = near;
    }

    /** Arguments: which process this is, the cluster, and the ports of all. */
    public static void main(String[] arguments) throws Exception {
        int self = Integer.parseInt(arguments[0]);
        Config config = HazelcastMember.config(arguments[1], Integer.parseInt(arguments[2 + self]));
        for (int i = 2; i < arguments.length; i++) {
            config.getNetworkConfig().getJoin().getTcpIpConfig().addMember("127.0.0.1:" + arguments[i]);
        }
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "6");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "3");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
        HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
        CacheManager manager = new HazelcastMemberCachingProvider()
                .getCacheManager(URI.create("hz"), null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
        NearCache<Integer, byte[]> near = NearCache.create(
                        manager,
                        "data",
                        new MutableConfiguration<Integer, byte[]>().setTypes(Integer.class, byte[].class))
                .maxStaleness(Duration.ofHours(1)) // so that nothing but the protocol heals
                .build();
        new NearProcess(self, near).serve(instance);
    }

    private void serve(HazelcastInstance instance) throws Exception {
        Thread reader = new Thread(this::readOn);
        reader.setDaemon(true);
        reader.start();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answer("ready");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            switch (line) {
                case "burst" -> answer(burst());
                case "audit" -> answer(audit());
                case "members" ->
                    answer(String.valueOf(instance.getCluster().getMembers().size()));
                default -> answer("what is " + line + "?");
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void answer(String text) {
        System.out.println("> " + text);
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** Four writes of each own key, one after the other. */
    private String burst() {
        for (int key = self; key < KEYS; key += PROCESSES) {
            for (int i = 0; i < 4; i++) {
                byte[] value = ByteBuffer.allocate(64).putLong(written[key] + 1).array();
                try {
                    near.put(key, value);
                    written[key]++;
                } catch (RuntimeException e) {
                    failed.incrementAndGet();
                    written[key]++; // it may have taken effect
                }
            }
        }
        return "done " + failed.get();
    }

    private void readOn() {
        while (true) {
            try {
                read(ThreadLocalRandom.current().nextInt(KEYS));
            } catch (RuntimeException e) {
                failed.incrementAndGet();
            }
        }
    }

    private long read(int key) {
        long before = seen.get(key);
        byte[] value = near.get(key);
        if (value == null) {
            return 0;
        }
        long number = number(value);
        if (number < before) {
            backwards.incrementAndGet();
        }
        seen.accumulateAndGet(key, number, Math::max);
        WeakReference<byte[]> other = instances.put(key * 1_000_000L + number, new WeakReference<>(value));
        byte[] live = other == null ? null : other.get();
        if (live != null && live != value) {
            twice.incrementAndGet();
        }
        return number;
    }

    /** The sum of what is read of the keys of each process, after the counts of what must not be. */
    private String audit() {
        System.gc();
        long[] sums = new long[PROCESSES];
        for (int key = 0; key < KEYS; key++) {
            sums[key % PROCESSES] += read(key);
        }
        return sums[0] + " " + sums[1] + " " + sums[2] + " " + backwards + " " + twice + " "
                + near.nearStatistics().suspicions();
    }
}
