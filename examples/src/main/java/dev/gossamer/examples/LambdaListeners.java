package dev.gossamer.examples;

import dev.gossamer.ListenerKeeper;
import dev.gossamer.ListenerOwner;
import dev.gossamer.WeakListeners;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Listeners that are lambdas and live as long as what they update. */
final class LambdaListeners implements TourScene {

    /** Holds its listeners, which may therefore refer to it. */
    private static final class Panel implements ListenerOwner {
        private final ListenerKeeper keeper = new ListenerKeeper();
        private final List<Integer> shown = new ArrayList<>();

        Panel(WeakListeners<IntConsumer> prices) {
            prices.add(this, price -> shown.add(price));
        }

        @Override
        public ListenerKeeper listenerKeeper() {
            return keeper;
        }
    }

    @Override
    public String title() {
        return "Listeners that are lambdas and live as long as their owner (WeakListeners)";
    }

    @Override
    public void play(TourStage stage) {
        WeakListeners<IntConsumer> prices = WeakListeners.create();
        Panel kept = new Panel(prices);
        open(prices);
        stage.collectUntil("the closed panel's listener is gone", () -> prices.size() == 1);
        prices.fire(listener -> listener.accept(100));
        stage.show(
                kept.shown.equals(List.of(100)), "nobody held the open panel's lambda but the panel: %s", kept.shown);
    }

    private static void open(WeakListeners<IntConsumer> prices) {
        new Panel(prices).shown.add(0);
    }
}
