package dev.gossamer.examples.leaky;

import dev.gossamer.WeakSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Displays that follow a price. The fault: nobody holds their listeners, which are lambdas, so they are gone soon. */
final class PriceDisplays implements ServicePart {
    private static final int TICKS_PER_DISPLAY = 4;

    private final WeakSet<IntConsumer> listeners =
            WeakSet.<IntConsumer>builder().name("price-listeners").recordStats().build();
    private final List<Display> displays = new ArrayList<>();
    private final Care care;

    PriceDisplays(Care care) {
        this.care = care;
    }

    @Override
    public void tick(int tick) {
        if (tick % TICKS_PER_DISPLAY == 0) {
            Display display = new Display();
            displays.add(display);
            listeners.add(care == Care.LEAKY ? price -> display.shown = price : display.onPrice);
        }
        listeners.forEach(listener -> listener.accept(tick));
    }

    /** What shows the price, and lives as long as the service. */
    private static final class Display {
        private int shown;

        /** The remedy: the owner of the listener holds it. */
        private final IntConsumer onPrice = price -> this.shown = price;

        @Override
        public String toString() {
            return "price " + shown;
        }
    }
}
