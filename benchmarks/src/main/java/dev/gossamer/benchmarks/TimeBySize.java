package dev.gossamer.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the time of a hit grows with the size of the map, as such and in proportion to {@code ConcurrentHashMap}. */
final class TimeBySize {
    /** One comparison for each size, the smallest first. */
    private final List<Comparison> hits;

    private TimeBySize(List<Comparison> hits) {
        this.hits = hits;
    }

    /** What the comparisons say of a kind of map. */
    static TimeBySize of(ContainerKind kind, List<Comparison> comparisons) {
        return new TimeBySize(comparisons.stream()
                .filter(Comparison::isOfOneWork)
                .filter(each -> isUsualHit(each.candidate(), kind))
                .sorted(Comparator.comparingInt(each -> each.candidate().size()))
                .toList());
    }

    private static boolean isUsualHit(Contestant who, ContainerKind kind) {
        return who.peer().kind == kind
                && who.work() == MeasuredOperation.GET_HIT
                && who.threads() == 1
                && who.keys() == kind.usualKeys;
    }

    /** A table; nothing if there are not two sizes to compare. */
    String table() {
        if (hits.size() < 2) {
            return "";
        }
        List<Comparison> larger = hits.subList(1, hits.size());
        StringBuilder table = new StringBuilder(heading(larger));
        for (Comparison.Line line : hits.get(0).lines) {
            PeerLibrary peer = line.contestant().peer();
            table.append("| ").append(peer.title).append(" |");
            larger.forEach(each -> table.append(cell(peer, each)));
            table.append('\n');
        }
        return table.append('\n').toString();
    }

    private String heading(List<Comparison> larger) {
        StringBuilder heading = new StringBuilder(String.format(
                Locale.ROOT,
                "### growth: a get hit beside one at %,d entries (and as a part of ConcurrentHashMap's growth)%n%n| |",
                hits.get(0).candidate().size()));
        larger.forEach(each -> heading.append(
                String.format(Locale.ROOT, " %,d |", each.candidate().size())));
        return heading.append("\n|---|")
                .append("--:|".repeat(larger.size()))
                .append('\n')
                .toString();
    }

    private String cell(PeerLibrary peer, Comparison at) {
        OptionalDouble own = growth(peer, at);
        OptionalDouble limit = growth(PeerLibrary.limit(peer.kind), at);
        return own.isPresent() && limit.isPresent()
                ? String.format(
                        Locale.ROOT, " %.2f (%.2f) |", own.getAsDouble(), own.getAsDouble() / limit.getAsDouble())
                : " |";
    }

    private OptionalDouble growth(PeerLibrary peer, Comparison at) {
        Optional<Comparison.Line> small = hits.get(0).lineOf(peer);
        Optional<Comparison.Line> large = at.lineOf(peer);
        return small.isPresent() && large.isPresent()
                ? OptionalDouble.of(
                        large.get().nanos().median() / small.get().nanos().median())
                : OptionalDouble.empty();
    }
}
