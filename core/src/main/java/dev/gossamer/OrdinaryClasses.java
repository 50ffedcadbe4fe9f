package dev.gossamer;

/** Knows the classes whose objects any container holds weakly, whatever its settings: one look for nearly all. Thread-safe. */
final class OrdinaryClasses {
    private static final ClassValue<Boolean> ORDINARY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return !ValueBasedClasses.contains(type) && !WrapperClasses.contains(type);
        }
    };

    private OrdinaryClasses() {}

    static boolean contains(Class<?> type) {
        return ORDINARY.get(type);
    }
}
