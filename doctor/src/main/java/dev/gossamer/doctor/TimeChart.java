package dev.gossamer.doctor;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Document;

/**
 * Lines over time, as an SVG that takes its colours from the page around it, so that they follow light and dark.
 *
 * <p>How does a page colour what a Java library draws? Each part is drawn in a colour that stands for it, red for its number:
 * 1 for text, 2 for the grid, 10 and more for the lines. In the text of the SVG these are replaced by variables of CSS.
 *
 * @param title what is shown, with its unit
 * @param from the first moment of the time axis
 * @param to the last one
 * @param lines what to draw
 */
record TimeChart(String title, Instant from, Instant to, List<Line> lines) {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 220;
    private static final Color TEXT = new Color(1, 0, 0);
    private static final Color GRID = new Color(2, 0, 0);
    private static final int FIRST_LINE = 10;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /**
     * A line.
     *
     * @param name what it shows
     * @param color the number of its colour on the page, from 1 on
     * @param points its points, in order of time
     */
    record Line(String name, int color, List<Point> points) {}

    /** A point. */
    record Point(Instant at, double value) {}

    void write(Markup page) {
        page.raw("<figure class=\"chart\"><figcaption>").text(title).raw("</figcaption>\n");
        page.raw("<ul class=\"keys\">");
        for (Line line : lines) {
            page.raw("<li style=\"--key:var(--line-" + line.color() + ")\">")
                    .text(line.name())
                    .raw("</li>");
        }
        page.raw("</ul>\n").raw(svg()).raw("</figure>\n");
    }

    /** The picture, as an element of an HTML page. */
    String svg() {
        String names = String.join(", ", lines.stream().map(Line::name).toList());
        String svg = draw().replaceFirst("(?s)^.*?<svg [^>]*>", "")
                .replaceAll("(?s)<defs.*?</defs\\s*>|<defs[^>]*/>", "")
                .replaceAll("clip-path:url\\(#\\w+\\); ", "")
                .replaceAll(" ?xml:space=\"preserve\"", "")
                .replaceAll("font-family:[^;]*; |text-rendering:[^;]*; ?", "")
                .replace("rgb(1,0,0)", "var(--muted)")
                .replace("rgb(2,0,0)", "var(--rule)");
        for (Line line : lines) {
            svg = svg.replace("rgb(" + (FIRST_LINE + line.color()) + ",0,0)", "var(--line-" + line.color() + ")");
        }
        return "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\""
                + Markup.escape(title + ": " + names) + "\">" + svg.strip() + "\n";
    }

    private String draw() {
        try {
            SVGGraphics2D graphics = canvas();
            chart().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
            StringWriter svg = new StringWriter();
            graphics.stream(svg, true);
            return svg.toString();
        } catch (ParserConfigurationException | SVGGraphics2DIOException e) {
            throw new IllegalStateException("the JDK's XML parts do not work: " + e, e);
        }
    }

    private static SVGGraphics2D canvas() throws ParserConfigurationException {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(1);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        return graphics;
    }

    private JFreeChart chart() {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < lines.size(); i++) {
            data.addSeries(series(i));
            style(renderer, i);
        }
        JFreeChart chart = new JFreeChart(null, null, plot(data, renderer), false);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(4, 0, 0, 24));
        return chart;
    }

    private XYSeries series(int number) {
        XYSeries series = new XYSeries(number, false, true);
        lines.get(number).points().forEach(point -> series.add(point.at().toEpochMilli(), point.value()));
        return series;
    }

    private void style(XYLineAndShapeRenderer renderer, int number) {
        Line line = lines.get(number);
        renderer.setSeriesPaint(number, new Color(FIRST_LINE + line.color(), 0, 0));
        renderer.setSeriesStroke(number, new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        renderer.setSeriesShapesVisible(number, line.points().size() == 1);
    }

    private XYPlot plot(XYSeriesCollection data, XYLineAndShapeRenderer renderer) {
        XYPlot plot = new XYPlot(data, timeAxis(), valueAxis(), renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setRangeZeroBaselineVisible(true);
        plot.setRangeZeroBaselinePaint(TEXT);
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        return plot;
    }

    private DateAxis timeAxis() {
        DateAxis axis = new DateAxis(null, TimeZone.getTimeZone("UTC"), Locale.ROOT);
        axis.setRange(from.toEpochMilli(), Math.max(from.toEpochMilli() + 1, to.toEpochMilli()));
        axis.setTickLabelFont(FONT);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLineVisible(false);
        axis.setTickMarkPaint(GRID);
        axis.setTickLabelInsets(new RectangleInsets(4, 12, 2, 12));
        return axis;
    }

    private NumberAxis valueAxis() {
        NumberAxis axis = new NumberAxis(null);
        axis.setRange(0, top());
        axis.setTickLabelFont(FONT);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        axis.setNumberFormatOverride(NumberFormat.getNumberInstance(Locale.ROOT));
        axis.setTickLabelInsets(new RectangleInsets(6, 0, 6, 6));
        return axis;
    }

    private double top() {
        double most = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::value)
                .max()
                .orElse(0);
        return title.contains("percent") ? 105 : most <= 0 ? 1 : most * 1.05;
    }
}
