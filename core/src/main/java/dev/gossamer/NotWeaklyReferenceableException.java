package dev.gossamer;

/**
 * Thrown for an object to which a weak reference makes no sense: either it has no identity to observe, so that the
 * reference might be cleared at once or never; or it is a wrapper that nobody but the container would hold (see
 * {@link WrapperPolicy}). Nothing has been changed.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="refused"}
 *
 * @since 0.1.0
 */
public final class NotWeaklyReferenceableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The class of the object that was refused. */
    private final Class<?> type;

    NotWeaklyReferenceableException(Class<?> type, String wayOut) {
        this(
                "cannot reference an instance of " + type.getName()
                        + " weakly: the class is value-based, its instances have no identity of their own; " + wayOut,
                type);
    }

    private NotWeaklyReferenceableException(String message, Class<?> type) {
        super(message);
        this.type = type;
    }

    /** For a wrapper that nobody but the container would hold. */
    static NotWeaklyReferenceableException wrapper(Class<?> type, String remedy) {
        return new NotWeaklyReferenceableException(
                "cannot hold an instance of " + type.getName()
                        + " weakly: nobody else holds it for as long as what it leads to is used; " + remedy
                        + "; if it is held elsewhere, build the container with WrapperPolicy.ALLOW",
                type);
    }

    /**
     * The class of the object that was refused.
     *
     * @return the class
     */
    public Class<?> type() {
        return type;
    }
}
