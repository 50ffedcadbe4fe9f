package dev.gossamer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws what was measured, as SVG files beside the page. */
final class Charts {
    private final Path out;
    private final String name;

    Charts(Path out, String name) {
        this.out = out;
        this.name = name;
    }

    /** Draws the time of all works of a kind; bars reach to the quartiles. Gives the name of the file, or null for none. */
    String draw(Kind kind, List<Comparison> comparisons) throws IOException {
        List<Comparison> drawn = comparisons.stream()
                .filter(each -> each.candidate().peer().kind == kind && each.isOfOneWork())
                .toList();
        if (drawn.isEmpty()) {
            return null;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(1_000)
                .height(500)
                .title(kind.title)
                .yAxisTitle("ns per operation")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(1.0);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        List<String> works = drawn.stream().map(Charts::label).toList();
        for (Peer peer : Peer.of(kind)) {
            List<Double> nanos = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (Comparison comparison : drawn) {
                Spread spread = comparison.lineOf(peer).nanos();
                nanos.add(spread.median());
                errors.add((spread.high() - spread.low()) / 2);
            }
            chart.addSeries(peer.title, works, nanos, errors);
        }
        String file = name + "-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
        Files.createDirectories(out);
        VectorGraphicsEncoder.saveVectorGraphic(chart, out.resolve(file).toString(), VectorGraphicsFormat.SVG);
        return file;
    }

    private static String label(Comparison comparison) {
        Contestant who = comparison.candidate();
        return who.work().title() + " " + who.size() / 1_000 + "k" + (who.threads() == 1 ? "" : " x" + who.threads());
    }

    /** Draws how long puts take after the deaths, by percentile. */
    String drawDeaths(Map<Peer, Map<String, Double>> deaths) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(1_000)
                .height(500)
                .title("puts after one million deaths")
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
            if (!nanos.isEmpty()) {
                chart.addSeries(peer.kind.name().toLowerCase(Locale.ROOT) + ", " + peer.title, rarity, nanos);
            }
        });
        String file = name + "-deaths.svg";
        VectorGraphicsEncoder.saveVectorGraphic(chart, out.resolve(file).toString(), VectorGraphicsFormat.SVG);
        return file;
    }
}
