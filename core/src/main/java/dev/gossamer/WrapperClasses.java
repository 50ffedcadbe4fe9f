package dev.gossamer;

import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.Future;

/** Knows the classes whose instances only lead to what somebody uses, as {@link WrapperPolicy} says. Thread-safe. */
final class WrapperClasses {
    private static final List<Class<?>> CONTAINERS = List.of(
            WeakContainer.class,
            LoadingWeakValueMap.class,
            AsyncWeakValueMap.class,
            WeakListeners.class,
            Attachments.class);

    private static final ClassValue<Boolean> WRAPPER = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return Reference.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type) || isContainer(type);
        }
    };

    private WrapperClasses() {}

    static boolean contains(Class<?> type) {
        return WRAPPER.get(type);
    }

    /**
     * Refuses an object that nobody but the container would hold.
     *
     * @throws NotWeaklyReferenceableException naming the class and the type that is right
     */
    static void requireNone(Object weak) {
        Class<?> type = weak.getClass();
        if (contains(type)) {
            throw NotWeaklyReferenceableException.wrapper(type, remedy(type));
        }
    }

    private static String remedy(Class<?> type) {
        if (Future.class.isAssignableFrom(type)) {
            return "take an AsyncWeakValueMap, which holds the load strongly and its value weakly";
        }
        return isContainer(type)
                ? "take a WeakMultimap for several values of one key, or hold the container strongly"
                : "give its referent, which the container holds weakly by itself";
    }

    private static boolean isContainer(Class<?> type) {
        for (Class<?> container : CONTAINERS) { // no lambda: the first write would link it
            if (container.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }
}
