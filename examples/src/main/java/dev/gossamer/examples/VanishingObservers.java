package dev.gossamer.examples;

import dev.gossamer.WeakSet;
import java.util.ArrayList;
import java.util.List;

/** Observers that need not unsubscribe. */
final class VanishingObservers implements TourScene {

    private interface Observer {
        void priceChanged(int price);
    }

    private static final class Display implements Observer {
        private final List<Integer> shown = new ArrayList<>();

        @Override
        public void priceChanged(int price) {
            shown.add(price);
        }
    }

    @Override
    public String title() {
        return "Observers that vanish when dropped, without unsubscribing (WeakSet)";
    }

    @Override
    public void play(TourStage stage) {
        WeakSet<Observer> observers = WeakSet.identity();
        Display kept = new Display();
        observers.add(kept);
        observers.add(new Display());
        observers.forEach(observer -> observer.priceChanged(100));
        stage.collectUntil("the display that nobody held is gone", () -> observers.estimatedSize() == 1);
        observers.forEach(observer -> observer.priceChanged(99));
        stage.show(kept.shown.equals(List.of(100, 99)), "the one in use heard it all: %s", kept.shown);
        stage.show(observers.size() == 1, "and is the only one left");
    }
}
