package dev.gossamer;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A program that has a hot tier hold a gigabyte of images in a small heap, of which 20 are in use; prints what came of it. Arguments: how many
 * accesses, or how many seconds followed by {@code s}.
 */
public final class PressureProgram {
    private static final int IMAGES = 10_000;
    private static final int IN_USE = 20;
    private static final int BYTES = 100 * 1024;

    private final WeakValueMap<Integer, byte[]> images;
    private final Map<Integer, WeakReference<byte[]>> made = new HashMap<>();
    private final List<byte[]> used = new ArrayList<>();
    private final Random random = new Random(1);
    private long accesses;
    private long loads;
    private long secondInstances;

    private PressureProgram(WeakValueMap<Integer, byte[]> images) {
        this.images = images;
        for (int i = 0; i < IN_USE; i++) {
            used.add(images.computeIfAbsent(i, this::load));
        }
    }

    private byte[] load(int key) {
        loads++;
        WeakReference<byte[]> before = made.get(key);
        if (before != null && !before.refersTo(null)) {
            secondInstances++;
        }
        byte[] image = new byte[BYTES];
        image[0] = (byte) key;
        made.put(key, new WeakReference<>(image));
        return image;
    }

    /** Asks for an image, some far oftener than others, and looks whether it is the one. */
    private void access() {
        accesses++;
        double uniform = random.nextDouble();
        int key = (int) (IMAGES * uniform * uniform * uniform);
        byte[] image = images.computeIfAbsent(key, this::load);
        if (image[0] != (byte) key || (key < IN_USE && image != used.get(key))) {
            secondInstances++;
        }
    }

    private double run(long times, long untilNanos) {
        long left = times;
        while (times > 0 ? left-- > 0 : System.nanoTime() < untilNanos) {
            access();
        }
        return 1 - (double) loads / accesses;
    }

    /** Runs it with the tier, and then weak alone, for a tenth of the time. */
    public static void main(String[] args) {
        boolean timed = args[0].endsWith("s");
        long amount = Long.parseLong(timed ? args[0].substring(0, args[0].length() - 1) : args[0]);
        long times = timed ? 0 : amount;
        long nanos = amount * 1_000_000_000L;
        PressureProgram tier = new PressureProgram(WeakValueMap.<Integer, byte[]>builder()
                .hot(HotTier.whileMemoryLasts())
                .build());
        System.out.println("backend " + Backends.standard().name());
        double hot = tier.run(times, System.nanoTime() + nanos);
        long second = tier.secondInstances;
        tier.images.clear();
        PressureProgram alone = new PressureProgram(WeakValueMap.create());
        double weak = alone.run(times, System.nanoTime() + nanos / 10);
        System.out.println("second instances: " + (second + alone.secondInstances));
        System.out.println("better than weak alone: " + (hot > weak));
        System.out.printf("hit ratio %.3f, weak alone %.3f%n", hot, weak);
    }
}
