package dev.gossamer;

/**
 * Says that an object has no identity to observe, so that a weak reference to it would mean nothing: it may be cleared at
 * once, or never. Thrown before anything was changed.
 */
public final class NotWeaklyReferenceableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Class<?> type;

    NotWeaklyReferenceableException(Class<?> type, String wayOut) {
        super("cannot reference an instance of " + type.getName()
                + " weakly: the class is value-based, its instances have no identity of their own; " + wayOut);
        this.type = type;
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
