package dev.gossamer.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.gossamer.HotTier;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of {@link RecordingCost}: a program that mostly reads, or one that has many containers and does nothing. For each line it
 * reads, which is a number, it does so many rounds of work, or is idle for so many seconds, and answers with the CPU time in
 * nanoseconds that its whole process took.
 */
final class RecordedWorker {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int KEYS = 10_000;
    private static final int POPULAR = KEYS / 20;
    private static final int READS_FOR_A_LOAD = 100;

    private final List<WeakValueMap<Integer, Object>> maps = new ArrayList<>();
    private final List<Object> held = new ArrayList<>();
    private int next;

    /**
     * Works until the input ends.
     *
     * @param args {@code work}, or {@code named} or {@code unnamed} and a number of containers to have
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        RecordedWorker worker = new RecordedWorker();
        boolean works = args[0].equals("work");
        if (works) {
            worker.fill();
        } else {
            worker.make(args[0].equals("named"), Integer.parseInt(args[1]));
        }
        System.out.println("ready");
        worker.serve(works);
        Reference.reachabilityFence(worker.held);
    }

    private void serve(boolean works) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long before = PROCESS.getProcessCpuTime();
            int much = Integer.parseInt(line);
            if (works) {
                work(much);
            } else {
                Thread.sleep(1_000L * much);
            }
            System.out.println(PROCESS.getProcessCpuTime() - before);
        }
    }

    /** Ten maps that count and have a hot tier, with values that are held. */
    private void fill() {
        for (int i = 0; i < 10; i++) {
            WeakValueMap<Integer, Object> map = WeakValueMap.<Integer, Object>builder()
                    .name("map " + i)
                    .recordStats()
                    .hot(HotTier.recent(KEYS / 10))
                    .build();
            for (int key = 0; key < KEYS; key++) {
                Object value = new Object();
                held.add(value);
                map.put(key, value);
            }
            maps.add(map);
        }
    }

    private void make(boolean named, int containers) {
        for (int i = 0; i < containers; i++) {
            held.add(
                    named
                            ? WeakSet.builder().name("set " + i).build()
                            : WeakSet.builder().build());
        }
    }

    /**
     * One load of a value that nobody keeps, which leaves the hot tier and is collected, for a hundred reads; of these nine in ten go to
     * keys that stay in the tier.
     */
    private void work(int rounds) {
        for (int round = 0; round < rounds; round++) {
            WeakValueMap<Integer, Object> map = maps.get(round % maps.size());
            for (int i = 0; i < READS_FOR_A_LOAD; i++) {
                next = (next * 1_103_515_245 + 12_345) & Integer.MAX_VALUE;
                if (map.get(next % 10 == 0 ? next % KEYS : next % POPULAR) == null) {
                    throw new IllegalStateException("lost a value that is held");
                }
            }
            map.computeIfAbsent(KEYS + next, key -> new byte[16]);
        }
    }
}
