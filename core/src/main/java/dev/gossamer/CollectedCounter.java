package dev.gossamer;

/** Has the counter of a whole container count the deaths in a part of it, and nothing else that happens there. Thread-safe. */
final class CollectedCounter extends StatsCounter {
    private final StatsCounter whole;

    CollectedCounter(StatsCounter whole) {
        this.whole = whole;
    }

    @Override
    void collected() {
        whole.collected();
    }

    @Override
    void addTo(ContainerTotals totals) {
        whole.addTo(totals);
    }
}
