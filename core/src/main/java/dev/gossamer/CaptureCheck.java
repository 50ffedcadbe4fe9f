package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what would keep its own referent alive, where that can be seen. Thread-safe. */
enum CaptureCheck {
    ACTION("action", "referent", "pass what it needs as state: Finalizers.register(referent, state, function)"),
    STATE("state", "referent", "pass the parts of it that the action needs"),
    TICKET("ticket", "referent", "give an id or a handle that does not refer to it"),
    CALLBACK("callback", "referent", "let it use only what outlives the referent"),
    METHOD("function", "receiver", "name the method by its type, as in Type::method"),
    FUNCTION("function", "owner", "let it use the owner that it is given"),
    LISTENER("listener", "owner", "have the owner implement ListenerOwner, or use addBound");

    // What can be seen?
    //
    // The object itself; the elements of an array of objects; and the fields of the object's class and its
    // superclasses, as far as the module system opens them to this module: what a lambda or an inner class captured is
    // a field like any other. Classes of the JDK and of named modules that open nothing are left out, and nothing is
    // looked at more than one level deep. What a class loader cannot resolve counts as not to be seen.

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            return fieldsOf(type).toArray(Field[]::new);
        }
    };

    private final String role;
    private final String captured;
    private final String wayOut;

    CaptureCheck(String role, String captured, String wayOut) {
        this.role = role;
        this.captured = captured;
        this.wayOut = wayOut;
    }

    /**
     * Refuses an object that is its referent or directly holds it.
     *
     * @throws IllegalArgumentException telling how it holds the referent
     */
    void check(Object referent, Object holder) {
        String how = howHolds(referent, holder);
        if (how != null) {
            throw new IllegalArgumentException(
                    "the " + role + " " + how + ", which would keep it alive for ever; " + wayOut);
        }
    }

    private @Nullable String howHolds(Object referent, Object holder) {
        if (holder == referent) {
            return "is the " + captured + " itself";
        }
        if (holder instanceof Object[] elements) {
            for (int i = 0; i < elements.length; i++) {
                if (elements[i] == referent) {
                    return "is an array with the " + captured + " at index " + i;
                }
            }
            return null;
        }
        for (Field field : FIELDS.get(holder.getClass())) {
            if (valueOf(field, holder) == referent) {
                return "captures the " + captured + " in the field \"" + field.getName() + "\" of "
                        + field.getDeclaringClass().getName();
            }
        }
        return null;
    }

    private static @Nullable Object valueOf(Field field, Object holder) {
        try {
            return field.get(holder);
        } catch (IllegalAccessException e) {
            return null; // not opened to us after all: it cannot be seen
        }
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> found = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Reference.class; each = each.getSuperclass()) {
            try {
                for (Field field : each.getDeclaredFields()) {
                    if (mayHold(field) && field.trySetAccessible()) {
                        found.add(field);
                    }
                }
            } catch (LinkageError | SecurityException e) {
                return found; // a class that cannot be looked at
            }
        }
        return found;
    }

    private static boolean mayHold(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive();
    }
}
