package dev.gossamer.jcache.near;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryUpdatedListener;

/**
 * A process with an engine and a near cache, that does what its standard input says, a line at a time, and answers each with one
 * line; it ends with its input. Each key has one process that writes it, a rising number; all read all keys, at all times, and
 * count what they must not see.
 */
final class NearProcess {
    static final int KEYS = 10_000;
    static final int PROCESSES = 3;
    static final int WRITES_OF_A_KEY = 4;
    static final String CACHE = "data";
    private static final int REMOVED = 10;

    private final int self;
    private final ProcessEngine engine;
    private final NearCache<Integer, byte[]> near;
    private final long[] written = new long[KEYS];
    private final long[] acknowledged = new long[KEYS];
    private final long[] acknowledgedInSightOfAll = new long[KEYS];
    private final AtomicLongArray heard = new AtomicLongArray(KEYS);
    private final AtomicLongArray seen = new AtomicLongArray(KEYS);
    private final AtomicReferenceArray<byte[]> held = new AtomicReferenceArray<>(KEYS);
    private final Map<Long, WeakReference<byte[]>> instances = new ConcurrentHashMap<>();
    private final AtomicInteger backwards = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();
    private final AtomicInteger failedWrites = new AtomicInteger();
    private final AtomicInteger failedReads = new AtomicInteger();

    private NearProcess(int self, ProcessEngine engine) {
        this.self = self;
        this.engine = engine;
        this.near = NearCache.create(
                        engine.manager(),
                        CACHE,
                        new MutableConfiguration<Integer, byte[]>().setTypes(Integer.class, byte[].class))
                .maxStaleness(Duration.ofHours(1)) // so that nothing but the protocol heals
                .build();
    }

    /** Arguments: which process this is, and the words that make its engine. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        int self = Integer.parseInt(words.get(0));
        try {
            new NearProcess(self, ProcessEngine.of(self, words.subList(1, words.size()))).serve();
            Runtime.getRuntime().halt(0);
        } catch (Throwable failure) {
            // whoever asked waits for an answer, and the engine's threads would keep the process alive
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            answer("failed: " + trace.toString().replace(System.lineSeparator(), " "));
            Runtime.getRuntime().halt(1);
        }
    }

    private void serve() throws Exception {
        near.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> new Hearing(heard), null, false, false));
        Thread reader = new Thread(this::readOn);
        reader.setDaemon(true);
        reader.start();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answer("ready");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answer(
                    switch (line) {
                        case "burst" -> burst();
                        case "remove" -> remove();
                        case "audit" -> audit();
                        case "stale" -> String.valueOf(stale());
                        case "failed" -> failedWrites + " " + failedReads;
                        case "suspicions" ->
                            String.valueOf(near.nearStatistics().suspicions());
                        case "sockets" -> ProcessSockets.beyondLoopback("tcp", "tcp6", "udp", "udp6");
                        case "connections" -> ProcessSockets.beyondLoopback("tcp", "tcp6");
                        case "acknowledged" -> numbers(key -> acknowledged[key]);
                        case "acknowledged in sight of all" -> numbers(key -> acknowledgedInSightOfAll[key]);
                        case "values" -> numbers(this::read);
                        case "heard" -> numbers(heard::get);
                        case "members" -> String.valueOf(engine.members().getAsInt());
                        default -> "what is " + line + "?";
                    });
        }
    }

    private static void answer(String text) {
        System.out.println("> " + text);
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** Several writes of each own key, one after the other. */
    private String burst() {
        for (int key = self; key < KEYS; key += PROCESSES) {
            for (int i = 0; i < WRITES_OF_A_KEY; i++) {
                write(key, ++written[key]);
            }
        }
        return "done";
    }

    private void write(int key, long number) {
        try {
            near.put(key, ByteBuffer.allocate(64).putLong(number).array());
            acknowledged[key] = number;
            if (engine.members().getAsInt() == PROCESSES) {
                acknowledgedInSightOfAll[key] = number;
            }
        } catch (RuntimeException e) {
            failedWrites.incrementAndGet(); // it may have taken effect
        }
    }

    /** Removes every tenth of the own keys, as the next write of each, until the engine confirms it. */
    private String remove() {
        for (int key = self; key < KEYS; key += PROCESSES * REMOVED) {
            ++written[key];
            while (acknowledged[key] != -written[key]) {
                try {
                    near.remove(key);
                    acknowledged[key] = -written[key];
                } catch (RuntimeException e) {
                    failedWrites.incrementAndGet(); // nobody could tell afterwards whether it has taken effect
                }
            }
        }
        return "done";
    }

    private static String numbers(IntToLongFunction number) {
        return IntStream.range(0, KEYS)
                .mapToObj(key -> String.valueOf(number.applyAsLong(key)))
                .collect(Collectors.joining(" "));
    }

    private void readOn() {
        while (true) {
            try {
                read(ThreadLocalRandom.current().nextInt(KEYS));
            } catch (RuntimeException e) {
                failedReads.incrementAndGet();
            }
        }
    }

    private long read(int key) {
        long before = seen.get(key);
        byte[] value = near.get(key);
        if (value == null) {
            return 0;
        }
        if (key % 2 == 0) { // half of the values stay near, and may become stale; the others are collected now and then
            held.set(key, value);
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

    /** The sum of what is read of the keys of each process, and the counts of what must not be. */
    private String audit() {
        System.gc();
        long[] sums = new long[PROCESSES];
        for (int key = 0; key < KEYS; key++) {
            sums[key % PROCESSES] += read(key);
        }
        return sums[0] + " " + sums[1] + " " + sums[2] + " " + backwards + " " + twice;
    }

    /** How many keys are read otherwise than they stand in the engine. */
    private int stale() {
        Cache<Integer, Envelope> stored = engine.manager().getCache(CACHE, Integer.class, Envelope.class);
        Codec<byte[]> codec = Codec.serialization();
        int differ = 0;
        for (int key = 0; key < KEYS; key++) {
            long here = read(key);
            Envelope there = stored.get(key);
            differ += here == (there == null ? 0 : number(codec.decode(there.content()))) ? 0 : 1;
        }
        return differ;
    }

    /** A listener of a user's, that notes the highest number of each key that it was told of. */
    private record Hearing(AtomicLongArray heard)
            implements CacheEntryCreatedListener<Integer, byte[]>, CacheEntryUpdatedListener<Integer, byte[]> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends Integer, ? extends byte[]>> events) {
            events.forEach(event -> heard.accumulateAndGet(event.getKey(), number(event.getValue()), Math::max));
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends Integer, ? extends byte[]>> events) {
            onCreated(events);
        }
    }
}
