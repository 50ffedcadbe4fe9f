package dev.gossamer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.junit.jupiter.api.Test;

/** What the charts show of what was measured. */
class ChartsTest {
    private static final ContainerKind KIND = ContainerKind.WEAK_VALUES;

    /** A comparison of libraries, each with the nanoseconds of four operations in its rounds. */
    private static Comparison comparison(MeasuredOperation work, Map<PeerLibrary, long[]> nanos) {
        List<MeasuredSample> samples = new ArrayList<>();
        nanos.forEach((peer, rounds) -> {
            MeasuredSample sample = new MeasuredSample(new Contestant(peer, work, KeyClasses.STRING, 1_000, 1, false));
            for (long each : rounds) {
                sample.slices().add(new MeasuredSlice(4, each, each, 0));
            }
            samples.add(sample);
        });
        return new Comparison(samples);
    }

    private static Map<PeerLibrary, long[]> of(PeerLibrary first, long[] nanos, PeerLibrary second, long[] others) {
        Map<PeerLibrary, long[]> both = new LinkedHashMap<>();
        both.put(first, nanos);
        both.put(second, others);
        return both;
    }

    /** Ours lies close together, the other one far apart; the second comparison is ours alone. */
    private static List<Comparison> comparisons() {
        return List.of(
                comparison(
                        MeasuredOperation.GET_HIT,
                        of(
                                PeerLibrary.VALUES_JDK,
                                new long[] {13, 14, 15, 14, 14},
                                PeerLibrary.VALUES_GUAVA,
                                new long[] {40, 80, 400, 4_000, 8_000})),
                comparison(MeasuredOperation.PUT_NEW, Map.of(PeerLibrary.VALUES_JDK, new long[] {400, 800, 1_200})));
    }

    @Test
    void times_ofComparisons_reachFromQuartileToQuartile() {
        XYIntervalSeriesCollection data = ChartData.times(KIND, comparisons());

        assertThat(keys(data)).containsExactly("Gossamer jdk", "Guava cache");
        assertThat(List.of(data.getStartYValue(0, 0), data.getYValue(0, 0), data.getEndYValue(0, 0)))
                .containsExactly(3.5, 3.5, 3.5);
        assertThat(List.of(data.getStartYValue(1, 0), data.getYValue(1, 0), data.getEndYValue(1, 0)))
                .containsExactly(20.0, 100.0, 1_000.0);
        assertThat(List.of(data.getStartYValue(0, 1), data.getYValue(0, 1), data.getEndYValue(0, 1)))
                .containsExactly(150.0, 200.0, 250.0);
        assertThat(data.getItemCount(1)).isEqualTo(1);
    }

    @Test
    void times_ofComparisons_standSideBySideWithinTheirRoom() {
        XYIntervalSeriesCollection data = ChartData.times(KIND, comparisons());

        assertThat(data.getXValue(0, 0)).isBetween(-0.5, 0.0).isLessThan(data.getXValue(1, 0));
        assertThat(data.getXValue(1, 0)).isBetween(0.0, 0.5);
        assertThat(data.getXValue(0, 1) - data.getXValue(0, 0)).isEqualTo(1.0);
    }

    private static List<String> keys(XYDataset data) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < data.getSeriesCount(); i++) {
            keys.add(data.getSeriesKey(i).toString());
        }
        return keys;
    }

    @Test
    void times_drawn_whiskersEndWhereTheAxisSaysTheQuartilesAre() {
        JFreeChart chart = Charts.times(KIND, comparisons());
        BufferedImage image = new BufferedImage(1_000, 500, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        ChartRenderingInfo info = new ChartRenderingInfo();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, 1_000, 500), info);
        graphics.dispose();
        XYPlot plot = (XYPlot) chart.getPlot();
        Rectangle2D area = info.getPlotInfo().getDataArea();

        List<Integer> rows = rows(image, area, PeerColors.of("Guava cache"));
        assertThat((double) rows.get(0)).isCloseTo(y(plot, 1_000, area), within(2.5));
        assertThat((double) rows.get(rows.size() - 1)).isCloseTo(y(plot, 20, area), within(2.5));
        assertThat(y(plot, 10, area) - y(plot, 100, area))
                .as("a power of ten is as high everywhere")
                .isCloseTo(y(plot, 100, area) - y(plot, 1_000, area), within(0.01));
    }

    private static double y(XYPlot plot, double value, Rectangle2D area) {
        return plot.getRangeAxis().valueToJava2D(value, area, plot.getRangeAxisEdge());
    }

    /** The rows of a picture in which there is a point of a colour. */
    private static List<Integer> rows(BufferedImage image, Rectangle2D area, Color color) {
        List<Integer> rows = new ArrayList<>();
        for (int y = (int) area.getMinY(); y <= area.getMaxY(); y++) {
            for (int x = (int) area.getMinX(); x <= area.getMaxX(); x++) {
                if (image.getRGB(x, y) == color.getRGB()) {
                    rows.add(y);
                    break;
                }
            }
        }
        return rows;
    }

    @Test
    void deaths_ofTwoLibraries_reachToTheLongestPut() {
        Map<PeerLibrary, Map<String, Double>> deaths = new LinkedHashMap<>();
        deaths.put(PeerLibrary.VALUES_JDK, Map.of("p50.0", 70.0, "p99.99", 4_000.0, "p100.0", 6e6, "left", 0.0));
        deaths.put(PeerLibrary.VALUES_COMMONS, Map.of("p50.0", 150.0, "p99.999", 3e8, "p100.0", 4e8));
        deaths.put(PeerLibrary.KEYS_JDK, Map.of("p50.0", 60.0));

        XYDataset data = ChartData.deaths(KIND, deaths);

        assertThat(keys(data)).containsExactly("Gossamer jdk", "Commons, synchronized");
        assertThat(data.getItemCount(0)).isEqualTo(3);
        assertThat(data.getXValue(0, 1)).isCloseTo(10_000, within(0.1));
        assertThat(data.getXValue(0, 2)).isEqualTo(200_000);
        assertThat(data.getYValue(0, 2)).isEqualTo(6e6);
        assertThat(data.getXValue(1, 1)).isCloseTo(100_000, within(0.1));
        XYPlot plot = (XYPlot) Charts.deaths(KIND, deaths).getPlot();
        assertThat(plot.getDomainAxis().getRange().contains(200_000)).isTrue();
        assertThat(plot.getRangeAxis().getRange().contains(4e8)).isTrue();
    }

    @Test
    void bars_ofOneFigure_areThoseMeasured() {
        Map<PeerLibrary, Map<String, Double>> measured = new LinkedHashMap<>();
        measured.put(PeerLibrary.CACHE_EHCACHE, Map.of("bytes.per.entry", 104.0));
        measured.put(PeerLibrary.VALUES_JDK, Map.of("bytes.per.entry", 45.2));
        measured.put(PeerLibrary.CACHE_JDK, Map.of("other", 1.0));

        CategoryDataset data = ChartData.bars("bytes.per.entry", measured);

        assertThat(data.getRowKeys().toString()).isEqualTo("[Gossamer jdk, Ehcache]");
        assertThat(data.getValue("Gossamer jdk", "weak values")).isEqualTo(45.2);
        assertThat(data.getValue("Ehcache", "cache by reference")).isEqualTo(104.0);
        assertThat(data.getValue("Ehcache", "weak values")).isNull();
    }

    @Test
    void colors_ofAllLibraries_areFarFromEachOther() {
        List<Color> colors = PeerColors.titles().stream().map(PeerColors::of).toList();
        for (int i = 0; i < colors.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distance(colors.get(i), colors.get(j)))
                        .as(
                                "%s and %s",
                                PeerColors.titles().get(i), PeerColors.titles().get(j))
                        .isGreaterThan(60);
            }
        }
    }

    private static double distance(Color one, Color other) {
        return Math.hypot(
                one.getRed() - other.getRed(),
                Math.hypot(one.getGreen() - other.getGreen(), one.getBlue() - other.getBlue()));
    }
}
