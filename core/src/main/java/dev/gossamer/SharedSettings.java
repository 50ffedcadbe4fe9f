package dev.gossamer;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The settings that containers were made with lately: those that are made alike share one object. Thread-safe; holds them
 * weakly, calls nothing of the user, takes constant time.
 */
final class SharedSettings {
    private static final int PLACES = 16;

    /** The latest by what they say, roughly; made when first asked for, since an initializer that fails fails for good. */
    private static volatile @Nullable AtomicReferenceArray<@Nullable WeakReference<ContainerSettings>> latest;

    private SharedSettings() {}

    /** Settings that say the same, of a container made before if there are such. */
    static ContainerSettings of(ContainerSettings made) {
        AtomicReferenceArray<@Nullable WeakReference<ContainerSettings>> known = latest;
        if (known == null) {
            known = new AtomicReferenceArray<@Nullable WeakReference<ContainerSettings>>(PLACES);
            latest = known; // if two threads are first at once, less is shared
        }
        int place = (31 * made.type().hashCode() + System.identityHashCode(made.equivalence())) & (PLACES - 1);
        WeakReference<ContainerSettings> held = known.get(place);
        ContainerSettings before = held == null ? null : held.get();
        if (before != null && before.hasPartsOf(made)) {
            return before;
        }
        known.set(place, new WeakReference<>(made));
        return made;
    }
}
