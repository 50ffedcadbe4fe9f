package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/**
 * The objects of a container: those that fields of the library's classes lead to. Fields of the JDK's classes are not followed,
 * as a reference leads by its queue to whatever else waits there, and to threads.
 */
final class OwnObjects {
    private static final long QUEUE =
            GraphLayout.parseInstance(new ReferenceQueue<Object>()).totalSize();

    private final Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> next = new ArrayDeque<>();

    /** Adds all that can be reached from an object; the bytes of those that had not been met. */
    long add(Object root) {
        long bytes = 0;
        meet(root);
        while (!next.isEmpty()) {
            Object each = next.pop();
            bytes += each instanceof ReferenceQueue ? QUEUE : VM.current().sizeOf(each);
            follow(each);
        }
        return bytes;
    }

    private void meet(Object object) {
        if (object != null && !(object instanceof Class) && met.add(object)) {
            next.push(object);
        }
    }

    private void follow(Object object) {
        if (object instanceof Object[] array) {
            for (Object each : array) {
                meet(each);
            }
        }
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().startsWith("dev.gossamer.")) {
                for (Field field : type.getDeclaredFields()) {
                    if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                        meet(value(field, object));
                    }
                }
            }
        }
    }

    private static Object value(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
