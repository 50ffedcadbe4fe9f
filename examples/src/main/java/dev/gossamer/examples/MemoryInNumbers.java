package dev.gossamer.examples;

import dev.gossamer.WeakValueMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** What a map of objects costs when most of them are no longer used. */
final class MemoryInNumbers implements TourScene {
    private static final int OBJECTS = 1_000;
    private static final int USED = 100;
    private static final int BYTES = 10 * 1024;
    private static final Path CHART = Path.of("target", "tour", "memory");

    private record Blob(byte[] content) {}

    /** Heap in KiB, beyond what was in use before the map was filled. */
    private record Measured(long filled, long collected) {}

    @Override
    public String title() {
        return "Memory in real numbers: 1,000 objects of 10 KB, 100 of them still used";
    }

    @Override
    public void play(TourStage stage) throws IOException {
        Measured strong = measure(new HashMap<>());
        Measured weak = measure(WeakValueMap.create());
        stage.say("%-14s %12s %22s", "", "all in use", "100 of 1,000 in use");
        stage.say("%-14s %8d KiB %18d KiB", "HashMap", strong.filled, strong.collected);
        stage.say("%-14s %8d KiB %18d KiB", "WeakValueMap", weak.filled, weak.collected);
        long unused = (long) (OBJECTS - USED) * BYTES / 1024;
        stage.show(strong.collected > unused, "the HashMap keeps all 1,000");
        stage.show(weak.collected < strong.collected / 5, "the WeakValueMap keeps the 100 in use");
        draw(strong, weak);
        stage.say("the same as a picture: %s.svg", CHART.toAbsolutePath());
    }

    private static Measured measure(Map<Integer, Blob> map) {
        long before = TourStage.usedBytes();
        List<Blob> used = fill(map);
        long filled = TourStage.usedBytes() - before;
        used.subList(USED, OBJECTS).clear();
        ((ArrayList<Blob>) used).trimToSize();
        long collected = TourStage.usedBytes() - before;
        if (used.size() != USED || map.get(0) != used.get(0)) {
            throw new IllegalStateException("does not hold: a value in use stays in the map");
        }
        return new Measured(filled / 1024, collected / 1024);
    }

    private static List<Blob> fill(Map<Integer, Blob> map) {
        List<Blob> used = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            Blob blob = new Blob(new byte[BYTES]);
            map.put(i, blob);
            used.add(blob);
        }
        return used;
    }

    private static void draw(Measured strong, Measured weak) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(640)
                .height(400)
                .title("1,000 objects of 10 KB in a map")
                .yAxisTitle("heap, KiB")
                .build();
        List<String> moments = List.of("all in use", "100 in use");
        chart.addSeries("HashMap", moments, List.of(strong.filled, strong.collected));
        chart.addSeries("WeakValueMap", moments, List.of(weak.filled, weak.collected));
        Files.createDirectories(CHART.getParent());
        VectorGraphicsEncoder.saveVectorGraphic(chart, CHART.toString(), VectorGraphicsFormat.SVG);
    }
}
