package dev.gossamer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws what was measured, as PNG files beside the page. */
final class Charts {
    private static final MedianAndQuartiles NO_BAR = new MedianAndQuartiles(Double.NaN, Double.NaN, Double.NaN);
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 500;
    private final Path out;
    private final String name;

    Charts(Path out, String name) {
        this.out = out;
        this.name = name;
    }

    /** Draws the time of all works of a kind; bars reach to the quartiles. Gives the name of the file, or null for none. */
    String draw(ContainerKind kind, List<Comparison> comparisons) throws IOException {
        List<Comparison> drawn = comparisons.stream()
                .filter(each -> each.candidate().peer().kind == kind && each.isOfOneWork())
                .toList();
        if (drawn.isEmpty()) {
            return null;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(kind.title)
                .yAxisTitle("ns per operation")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(1.0);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        List<String> works = drawn.stream().map(Charts::label).toList();
        for (PeerLibrary peer : PeerLibrary.of(kind)) {
            if (drawn.stream().noneMatch(each -> each.lineOf(peer).isPresent())) {
                continue;
            }
            List<Double> nanos = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (Comparison comparison : drawn) {
                MedianAndQuartiles spread =
                        comparison.lineOf(peer).map(Comparison.Line::nanos).orElse(NO_BAR);
                nanos.add(spread.median());
                errors.add((spread.high() - spread.low()) / 2);
            }
            chart.addSeries(peer.title, works, nanos, errors);
        }
        return save(chart, kind.label().replace(' ', '-'));
    }

    private static String label(Comparison comparison) {
        Contestant who = comparison.candidate();
        return who.work().title() + " " + who.size() / 1_000 + "k" + (who.threads() == 1 ? "" : " x" + who.threads());
    }

    /** Draws how long puts take after the deaths in maps of a kind, by percentile. */
    String drawDeaths(ContainerKind kind, Map<PeerLibrary, Map<String, Double>> deaths) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(400)
                .title(kind.title + ": puts after one million deaths")
                .xAxisTitle("one put in")
                .yAxisTitle("takes ns or longer")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        deaths.forEach((peer, figures) -> {
            List<Double> rarity = new ArrayList<>();
            List<Double> nanos = new ArrayList<>();
            for (double p : new double[] {50, 90, 99, 99.9, 99.99}) {
                if (figures.containsKey("p" + p)) {
                    rarity.add(100 / (100 - p));
                    nanos.add(Math.max(1, figures.get("p" + p)));
                }
            }
            if (peer.kind == kind && !nanos.isEmpty()) {
                chart.addSeries(peer.title, rarity, nanos);
            }
        });
        return save(chart, "deaths-" + kind.label().replace(' ', '-'));
    }

    /** Draws one figure of each peer, a group of bars for each kind. Gives the name of the file. */
    String drawBars(String title, String figure, Map<PeerLibrary, Map<String, Double>> measured) throws IOException {
        List<ContainerKind> kinds =
                measured.keySet().stream().map(peer -> peer.kind).distinct().toList();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(figure)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLabelRotation(15);
        measured.keySet().stream().map(peer -> peer.title).distinct().forEach(peer -> {
            List<Double> bars = new ArrayList<>();
            kinds.forEach(kind -> bars.add(measured.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().kind == kind && entry.getKey().title.equals(peer))
                    .map(entry -> entry.getValue().get(figure))
                    .findFirst()
                    .orElse(0.0)));
            chart.addSeries(peer, kinds.stream().map(ContainerKind::label).toList(), bars);
        });
        return save(chart, figure.replace('.', '-'));
    }

    private String save(Chart<?, ?> chart, String of) throws IOException {
        String file = name + "-" + of + ".png";
        Files.createDirectories(out);
        BitmapEncoder.saveBitmap(chart, out.resolve(file).toString(), BitmapFormat.PNG);
        return file;
    }
}
