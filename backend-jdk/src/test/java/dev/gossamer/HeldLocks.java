package dev.gossamer;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Holds the monitors of all objects of the library that can be reached from a container, of what those refer to, of their
 * classes, and of what the static fields of the classes hold. The library has no other locks.
 */
final class HeldLocks {
    private final Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();

    private HeldLocks() {}

    /** Runs something while the calling thread holds all locks of a container. */
    static <T> T during(Object container, Callable<T> action) throws Exception {
        HeldLocks locks = new HeldLocks();
        locks.walk(container);
        return hold(new ArrayList<>(locks.found), 0, action);
    }

    private static <T> T hold(List<Object> locks, int from, Callable<T> action) throws Exception {
        if (from == locks.size()) {
            return action.call();
        }
        synchronized (locks.get(from)) {
            return hold(locks, from + 1, action);
        }
    }

    private void walk(Object start) throws IllegalAccessException {
        meet(start);
        while (!open.isEmpty()) {
            Object object = open.pop();
            Class<?> type = object.getClass();
            if (type.isArray() && !type.getComponentType().isPrimitive()) {
                for (int i = 0; i < Array.getLength(object); i++) {
                    meet(Array.get(object, i));
                }
            }
            for (Class<?> each = type; isOurs(each); each = each.getSuperclass()) {
                meet(each);
                meetFields(object, each);
            }
        }
    }

    private void meetFields(Object object, Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (!field.getType().isPrimitive()) {
                field.setAccessible(true);
                meet(field.get(Modifier.isStatic(field.getModifiers()) ? null : object));
            }
        }
    }

    private void meet(Object object) {
        if (object != null && found.add(object)) {
            open.push(object);
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type != null && type.getName().startsWith("dev.gossamer.");
    }
}
