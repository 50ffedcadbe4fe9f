package dev.gossamer.benchmarks;

import java.util.List;
import java.util.Map;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The points of the charts, before there is a picture. Series are named for their libraries. */
final class ChartData {
    /** How much of the room of a comparison its points take. */
    private static final double ROOM = 0.8;

    private ChartData() {}

    /**
     * The time of an operation: for each library a point at the median in each comparison, reaching to the quartiles. Comparisons
     * stand at 0, 1, …, with their points side by side.
     *
     * @param kind whose libraries they are
     * @param comparisons comparisons of one work each
     * @return the points
     */
    static XYIntervalSeriesCollection times(ContainerKind kind, List<Comparison> comparisons) {
        List<PeerLibrary> peers = PeerLibrary.of(kind).stream()
                .filter(peer ->
                        comparisons.stream().anyMatch(each -> each.lineOf(peer).isPresent()))
                .toList();
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        for (int i = 0; i < peers.size(); i++) {
            data.addSeries(series(peers.get(i), comparisons, ROOM * ((i + 0.5) / peers.size() - 0.5)));
        }
        return data;
    }

    private static XYIntervalSeries series(PeerLibrary peer, List<Comparison> comparisons, double offset) {
        XYIntervalSeries series = new XYIntervalSeries(peer.title);
        for (int at = 0; at < comparisons.size(); at++) {
            double x = at + offset;
            comparisons
                    .get(at)
                    .lineOf(peer)
                    .map(Comparison.Line::nanos)
                    .ifPresent(spread -> series.add(x, x, x, spread.median(), spread.low(), spread.high()));
        }
        return series;
    }

    /**
     * How long a put takes or longer, by how many of which there is one such, up to the longest of all.
     *
     * @param kind whose libraries they are
     * @param deaths what {@link DeathWorker} told of each
     * @return the points
     */
    static XYSeriesCollection deaths(ContainerKind kind, Map<PeerLibrary, Map<String, Double>> deaths) {
        XYSeriesCollection data = new XYSeriesCollection();
        deaths.forEach((peer, figures) -> {
            XYSeries series = percentiles(peer.title, figures);
            if (peer.kind == kind && !series.isEmpty()) {
                data.addSeries(series);
            }
        });
        return data;
    }

    private static XYSeries percentiles(String title, Map<String, Double> figures) {
        XYSeries series = new XYSeries(title);
        for (double percentile : DeathWorker.PERCENTILES) {
            Double nanos = figures.get("p" + percentile);
            if (nanos != null) {
                series.add(DeathWorker.oneIn(percentile), Math.max(1, nanos));
            }
        }
        return series;
    }

    /**
     * One figure of each library, by kind of container; nothing where it was not measured.
     *
     * @param figure the name of the figure
     * @param measured what was measured of each
     * @return the bars
     */
    static DefaultCategoryDataset bars(String figure, Map<PeerLibrary, Map<String, Double>> measured) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        PeerColors.titles()
                .forEach(title -> measured.forEach((peer, figures) -> {
                    if (peer.title.equals(title) && figures.containsKey(figure)) {
                        data.addValue(figures.get(figure), title, peer.kind.label());
                    }
                }));
        return data;
    }
}
