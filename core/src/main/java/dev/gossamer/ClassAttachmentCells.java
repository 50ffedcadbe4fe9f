package dev.gossamer;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A cell in each class that is asked for one. */
final class ClassAttachmentCells extends ClassValue<AtomicReference<@Nullable Object>> {
    // Why a cell of the JDK's, and not the value itself?
    //
    // A class holds what its ClassValues computed, and the ClassValue has no list of the classes. A value of ours in a
    // class of the JDK would keep our class loader for as long as the JVM runs. A cell can be emptied from here, and an
    // empty cell is all that is left behind; the class forgets that too once this object is collected.

    @Override
    protected AtomicReference<@Nullable Object> computeValue(Class<?> type) {
        return new AtomicReference<>();
    }
}
