package dev.gossamer.spi;

/**
 * What a {@link Backend} may offer beyond the tables that every backend has. Asking for one it lacks fails at {@code build()}.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="feature"}
 *
 * @since 0.1.0
 */
public enum Feature {
    /**
     * {@code maximumSize(n)}: the table evicts so that at rest it holds no more than {@code n} entries. Without it
     * {@code build()} throws an {@link IllegalArgumentException}, and entries leave only when their weak side dies or
     * they are removed.
     */
    MAXIMUM_SIZE("maximumSize"),

    /** {@code maximumWeight(n, weigher)}: the table evicts by total weight. Without it {@code build()} throws. */
    MAXIMUM_WEIGHT("maximumWeight"),

    /** {@code expireAfterWrite(d)}: the table evicts what was written too long ago. Without it {@code build()} throws. */
    EXPIRE_AFTER_WRITE("expireAfterWrite"),

    /** {@code expireAfterAccess(d)}: the table evicts what was not used for too long. Without it {@code build()} throws. */
    EXPIRE_AFTER_ACCESS("expireAfterAccess");

    private final String option;

    Feature(String option) {
        this.option = option;
    }

    /**
     * The builder method that needs the feature.
     *
     * @return its name
     */
    public String option() {
        return option;
    }
}
