package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A container on a {@link ContainerList}, which holds it weakly. */
final class ListedContainer extends WeakReference<WeakContainer> {
    final ContainerActivity activity;

    /** The neighbours on the list; guarded by it. */
    @Nullable ListedContainer before;

    @Nullable ListedContainer after;

    ListedContainer(WeakContainer container, ContainerActivity activity, ReferenceQueue<? super WeakContainer> queue) {
        super(container, queue);
        this.activity = activity;
    }
}
