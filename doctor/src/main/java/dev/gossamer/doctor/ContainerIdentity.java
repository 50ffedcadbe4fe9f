package dev.gossamer.doctor;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tells one container of a recording from another: several may have one name.
 *
 * @param name its name, or "unnamed" and the kind for the sum of those that have none
 * @param kind the type, such as {@code WeakValueMap}
 * @param backend the storage
 * @param created when it was made; for a sum the start of time, as its oldest member changes
 * @param createdAt the line that made it, or all of a sum, where that is kept
 */
record ContainerIdentity(String name, String kind, String backend, Instant created, Optional<String> createdAt)
        implements Comparable<ContainerIdentity> {
    private static final Comparator<ContainerIdentity> ORDER = Comparator.comparing(ContainerIdentity::name)
            .thenComparing(ContainerIdentity::kind)
            .thenComparing(ContainerIdentity::created)
            .thenComparing(ContainerIdentity::backend)
            .thenComparing(each -> each.createdAt().orElse(""));

    static ContainerIdentity of(
            String name, String kind, String backend, int containers, Instant created, @Nullable String createdAt) {
        boolean isSum = containers > 1 || name.startsWith("unnamed ");
        return new ContainerIdentity(
                name, kind, backend, isSum ? Instant.EPOCH : created, Optional.ofNullable(createdAt));
    }

    /** What line of code made it, such as " by Carts.open:31"; empty where that was not kept. */
    String madeBy() {
        return createdAt.map(place -> " by " + Wording.withoutPackage(place)).orElse("");
    }

    @Override
    public int compareTo(ContainerIdentity other) {
        return ORDER.compare(this, other);
    }
}
