package dev.gossamer.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.Range;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.xy.XYDataset;

/** Draws what was measured, as PNG files beside the page. */
final class Charts {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 500;
    private static final Color GRID = new Color(0xdddddd);
    private final Path out;
    private final String name;

    Charts(Path out, String name) {
        this.out = out;
        this.name = name;
    }

    /** Draws the time of all works of a kind. Gives the name of the file, or null for none. */
    String draw(ContainerKind kind, List<Comparison> comparisons) throws IOException {
        List<Comparison> drawn = comparisons.stream()
                .filter(each -> each.candidate().peer().kind == kind && each.isOfOneWork())
                .toList();
        return drawn.isEmpty() ? null : save(times(kind, drawn), kind.label().replace(' ', '-'));
    }

    /** Draws how long puts take after the deaths in maps of a kind, by percentile. Gives the name of the file. */
    String drawDeaths(ContainerKind kind, Map<PeerLibrary, Map<String, Double>> deaths) throws IOException {
        return save(deaths(kind, deaths), "deaths-" + kind.label().replace(' ', '-'));
    }

    /** Draws one figure of each peer, a group of bars for each kind. Gives the name of the file. */
    String drawBars(String title, String figure, Map<PeerLibrary, Map<String, Double>> measured) throws IOException {
        return save(bars(title, figure, measured), figure.replace('.', '-'));
    }

    /** The time of an operation: points at the medians, with whiskers from quartile to quartile. */
    static JFreeChart times(ContainerKind kind, List<Comparison> comparisons) {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setCapLength(6);
        XYDataset data = ChartData.times(kind, comparisons);
        SymbolAxis works =
                new SymbolAxis(null, comparisons.stream().map(Charts::label).toArray(String[]::new));
        works.setGridBandsVisible(true);
        works.setGridBandPaint(new Color(0xf4f4f4));
        works.setRange(-0.5, comparisons.size() - 0.5);
        XYPlot plot = new XYPlot(data, works, logarithmic("ns per operation"), renderer);
        fit(plot.getRangeAxis(), renderer.findRangeBounds(data));
        paint(plot, renderer);
        return chart(kind.title + ": medians and quartiles", plot);
    }

    private static String label(Comparison comparison) {
        Contestant who = comparison.candidate();
        return who.work().title() + " " + who.size() / 1_000 + "k" + (who.threads() == 1 ? "" : " x" + who.threads());
    }

    /** How long puts take after the deaths in maps of a kind, up to the longest. */
    static JFreeChart deaths(ContainerKind kind, Map<PeerLibrary, Map<String, Double>> deaths) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        XYDataset data = ChartData.deaths(kind, deaths);
        XYPlot plot = new XYPlot(data, logarithmic("one put in"), logarithmic("takes ns or longer"), renderer);
        plot.getDomainAxis().setRange(1, 10 * DeathWorker.PUTS);
        fit(plot.getRangeAxis(), renderer.findRangeBounds(data));
        plot.setDomainGridlinePaint(GRID);
        paint(plot, renderer);
        return chart(kind.title + ": puts after one million deaths", plot);
    }

    private static JFreeChart bars(String title, String figure, Map<PeerLibrary, Map<String, Double>> measured) {
        CategoryDataset data = ChartData.bars(figure, measured);
        CategoryAxis kinds = new CategoryAxis();
        kinds.setCategoryLabelPositions(CategoryLabelPositions.createUpRotationLabelPositions(Math.PI / 12));
        NumberAxis values = new NumberAxis(figure);
        values.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
        CategoryPlot plot = new CategoryPlot(data, kinds, values, plainBars(data));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID);
        return chart(title, plot);
    }

    private static BarRenderer plainBars(CategoryDataset data) {
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        for (int i = 0; i < data.getRowCount(); i++) {
            renderer.setSeriesPaint(i, PeerColors.of(data.getRowKey(i).toString()));
        }
        return renderer;
    }

    private static LogAxis logarithmic(String label) {
        LogAxis axis = new LogAxis(label);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
        return axis;
    }

    /** Shows whole powers of ten. */
    private static void fit(ValueAxis axis, Range range) {
        axis.setRange(
                Math.pow(10, Math.floor(Math.log10(range.getLowerBound()))),
                Math.pow(10, Math.ceil(Math.log10(range.getUpperBound()))));
    }

    private static void paint(XYPlot plot, XYLineAndShapeRenderer renderer) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID);
        for (int i = 0; i < plot.getSeriesCount(); i++) {
            renderer.setSeriesPaint(
                    i, PeerColors.of(plot.getDataset().getSeriesKey(i).toString()));
            renderer.setSeriesShape(i, new Ellipse2D.Double(-3, -3, 6, 6));
            renderer.setSeriesStroke(i, new BasicStroke(2));
        }
    }

    private static JFreeChart chart(String title, Plot plot) {
        JFreeChart chart = new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setPosition(RectangleEdge.RIGHT);
        return chart;
    }

    private String save(JFreeChart chart, String of) throws IOException {
        String file = name + "-" + of + ".png";
        Files.createDirectories(out);
        ChartUtils.saveChartAsPNG(out.resolve(file).toFile(), chart, WIDTH, HEIGHT);
        return file;
    }
}
