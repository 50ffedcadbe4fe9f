package dev.gossamer.doctor;

import java.util.Locale;

/** The kinds of fault that the doctor knows, gravest first; {@code docs/OPERATIONS.md} has a chapter on each. */
enum Fault {
    VALUE_PINS_KEY("Values keep their own keys alive"),
    HOT_TIER_EXCEEDS_HEAP("The hot tier may hold more than the heap can"),
    BLOCKED_FUNCTION("A function that others wait for does not end"),
    VANISHING_LISTENERS("Listeners vanish because nobody holds them"),
    NOBODY_HOLDS_VALUES("Values are gone before they are asked for again"),
    STEADY_GROWTH("A container grows and loses nothing"),
    DEAD_ENTRIES_STAY("Dead entries are not taken out"),
    FAILING_CALLBACK("A callback throws");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The name in texts that programs read. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
