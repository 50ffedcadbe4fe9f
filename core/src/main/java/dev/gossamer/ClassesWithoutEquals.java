package dev.gossamer;

/** Knows the classes whose instances equal themselves alone: arrays, and those that keep the {@code equals} of {@link Object}. */
final class ClassesWithoutEquals {
    private static final ClassValue<Boolean> WITHOUT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isArray() || inheritsEquals(type);
        }
    };

    private ClassesWithoutEquals() {}

    /**
     * Refuses an instance of which none of another identity can be equal.
     *
     * @throws IllegalArgumentException naming the class and the way out
     */
    static void requireEquals(Object instance) {
        Class<?> type = instance.getClass();
        if (WITHOUT.get(type)) {
            throw new IllegalArgumentException("cannot intern an instance of " + type.getTypeName() + ": "
                    + (type.isArray()
                            ? "arrays are equal to themselves alone; build the interner with keys(Equivalence.arrays())"
                            : "its class has no equals of its own; give it equals and hashCode, or build the interner"
                                    + " with keys(…) and an Equivalence"));
        }
    }

    private static boolean inheritsEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException hidden) {
            return false; // a runtime image without reflection data
        }
    }
}
