package dev.gossamer;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place in an {@link AttachmentCarrier} where its attachments are kept.
 *
 * <p>Thread-safe. Holds the attached values strongly, and weakly the {@link Attachments} they belong to.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="attachment-carrier"}
 *
 * @since 0.1.0
 */
public final class AttachmentCells {
    private final Map<Object, AtomicReference<@Nullable Object>> cells = new WeakHashMap<>();

    /** Makes a place without attachments. */
    public AttachmentCells() {}

    synchronized AtomicReference<@Nullable Object> cell(Object owner) {
        return cells.computeIfAbsent(owner, first -> new AtomicReference<>());
    }
}
