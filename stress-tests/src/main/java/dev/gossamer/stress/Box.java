package dev.gossamer.stress;

import org.jspecify.annotations.Nullable;

/** A key or value with identity, whose field is written without any order. */
final class Box {
    @SuppressWarnings("FieldMayBeFinal") // a final field would be seen by everybody
    private int number;

    Box(int number) {
        this.number = number;
    }

    /** The number of a box, -1 of none. */
    static int number(@Nullable Box box) {
        return box == null ? -1 : box.number;
    }
}
