package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The strong references between objects, as far as they can be seen. Not thread-safe. */
final class ObjectGraph {
    /** What kind of reference an edge is. */
    enum Kind {
        FIELD,
        ELEMENT,
        ENTRY
    }

    /** A reference from one object to another; the label is the name of the field or the place in the collection. */
    record Edge(Object source, Kind kind, String label, Object target) {}

    /** What refers to nothing of the user's: of interest only where it is a key itself. */
    private static final Set<Class<?>> LEAVES = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Object.class,
            Class.class);

    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    private final Set<Object> keys = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<ClassLoader, List<Object>> heldByLoader = new IdentityHashMap<>();
    private final Set<String> unseen;
    private final boolean showsPlaces;
    private int referencesLeft;

    /**
     * Makes a view of the graph.
     *
     * @param unseen is given the names of classes that cannot be looked into
     * @param showsPlaces whether labels tell the index in a collection and the key in a map, which may be what users have typed
     * @param maxReferences how many references to look at, at most
     */
    ObjectGraph(Set<String> unseen, boolean showsPlaces, int maxReferences) {
        this.unseen = unseen;
        this.showsPlaces = showsPlaces;
        this.referencesLeft = maxReferences;
    }

    /** Whether no reference was left out because of the bound. */
    boolean isWhole() {
        return referencesLeft > 0;
    }

    /** All strong references from an object; a new queue. */
    Queue<Edge> edges(Object object) {
        Queue<Edge> edges = new ArrayDeque<>();
        Class<?> type = object.getClass();
        if (!heldByLoader.isEmpty()) {
            addHeldByLoader(object, edges);
        }
        if (isLeaf(type) || object instanceof WeakContainer) {
            return edges;
        }
        if (object instanceof Thread || object instanceof ClassLoader) {
            unseen.add(type.getName());
        } else if (type.isArray()) {
            addElements(object, edges);
        } else if (isOfJdk(type)) {
            addContents(object, edges);
        } else {
            addFields(object, edges);
        }
        return edges;
    }

    /**
     * Has the graph show each reference to a key, whatever its class is, and that an object holds its class, the class its
     * loader, and the loader a key that it loaded or that it is. Loaders that live as long as the JVM are left out.
     */
    void noteKey(Object key) {
        keys.add(key);
        ClassLoader loader =
                key instanceof ClassLoader itself ? itself : key instanceof Class<?> c ? c.getClassLoader() : null;
        for (ClassLoader ever = ClassLoader.getSystemClassLoader(); ever != null; ever = ever.getParent()) {
            if (loader == ever) {
                return;
            }
        }
        if (loader != null) {
            heldByLoader.computeIfAbsent(loader, first -> new ArrayList<>()).add(key);
        }
    }

    private void addHeldByLoader(Object object, Queue<Edge> edges) {
        Class<?> type = object instanceof Class<?> itself ? itself : object.getClass();
        for (ClassLoader loader = type.getClassLoader(); loader != null; loader = loader.getParent()) {
            for (Object held : heldByLoader.getOrDefault(loader, List.of())) {
                add(edges, object, Kind.FIELD, "getClass()", held);
            }
        }
    }

    private static boolean isOfJdk(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    private void add(Queue<Edge> edges, Object source, Kind kind, String label, @Nullable Object target) {
        if (referencesLeft > 0) {
            referencesLeft--;
        }
        if (target != null && isWhole() && (!isLeaf(target.getClass()) || leadsToKey(target))) {
            edges.add(new Edge(source, kind, label, target));
        }
    }

    private boolean leadsToKey(Object leaf) {
        return keys.contains(leaf) || (leaf instanceof Class && !heldByLoader.isEmpty());
    }

    private void addElements(Object array, Queue<Edge> edges) {
        if (array instanceof Object[] elements) {
            for (int i = 0; i < elements.length && isWhole(); i++) {
                add(edges, array, Kind.ELEMENT, place(i), elements[i]);
            }
        }
    }

    /** What an object of the JDK refers to, asked through its public methods where there are any for that. */
    private void addContents(Object object, Queue<Edge> edges) {
        try {
            add(edges, object, Kind.ELEMENT, ".comparator()", comparatorOf(object));
            if (object instanceof Map<?, ?> map) {
                addEntries(map, edges);
            } else if (object instanceof Collection<?> collection) {
                addAll(collection, edges);
            } else if (object instanceof Map.Entry<?, ?> entry) {
                add(edges, object, Kind.ELEMENT, ".key", entry.getKey());
                add(edges, object, Kind.ELEMENT, ".value", entry.getValue());
            } else if (object instanceof Optional<?> optional) {
                add(edges, object, Kind.ELEMENT, ".get()", optional.orElse(null));
            } else if (object instanceof AtomicReference<?> reference) {
                add(edges, object, Kind.ELEMENT, ".get()", reference.get());
            } else if (object instanceof AtomicReferenceArray<?> array) {
                for (int i = 0; i < array.length() && isWhole(); i++) {
                    add(edges, object, Kind.ELEMENT, place(i), array.get(i));
                }
            } else if (object instanceof CompletableFuture<?> future) {
                addValue(future, edges);
            } else {
                addFields(object, edges);
            }
        } catch (RuntimeException e) { // a wrapper of the JDK asks the user's collection
            unseen.add(object.getClass().getName());
        }
    }

    private static @Nullable Comparator<?> comparatorOf(Object object) {
        return object instanceof SortedMap<?, ?> map
                ? map.comparator()
                : object instanceof SortedSet<?> set
                        ? set.comparator()
                        : object instanceof PriorityQueue<?> queue
                                ? queue.comparator()
                                : object instanceof PriorityBlockingQueue<?> blocking ? blocking.comparator() : null;
    }

    /** Its dependents and its failure cannot be read. */
    private void addValue(CompletableFuture<?> future, Queue<Edge> edges) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            add(edges, future, Kind.ELEMENT, ".join()", future.join());
        } else {
            unseen.add(future.getClass().getName());
        }
    }

    private void addAll(Collection<?> collection, Queue<Edge> edges) {
        int i = 0;
        for (Object element : collection) {
            if (!isWhole()) {
                return;
            }
            add(edges, collection, Kind.ELEMENT, place(i), element);
            i++;
        }
    }

    private void addEntries(Map<?, ?> map, Queue<Edge> edges) {
        boolean weakKeys = map instanceof WeakHashMap;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            if (!isWhole()) {
                return;
            }
            if (!weakKeys) {
                add(edges, map, Kind.ELEMENT, ".keySet()", key);
            }
            add(edges, map, Kind.ELEMENT, place(key), entry.getValue());
        }
    }

    private String place(int index) {
        return showsPlaces ? "[" + index + "]" : "[…]";
    }

    private String place(@Nullable Object key) {
        if (!showsPlaces) {
            return ".get(…)";
        }
        String shown = key == null ? "null" : isPlain(key) ? key.toString() : nameOf(key);
        return ".get(" + shown + ")";
    }

    /** Whether a key can be shown by its {@code toString} without calling code of the user. */
    private static boolean isPlain(Object key) {
        boolean plain = key instanceof CharSequence || key instanceof Number || key instanceof Enum<?>;
        return plain && isOfJdk(key.getClass());
    }

    private void addFields(Object object, Queue<Edge> edges) {
        for (Class<?> type = object.getClass(); type != null && type != Reference.class; type = type.getSuperclass()) {
            for (Field field : fields.computeIfAbsent(type, this::referencesOf)) {
                try {
                    add(edges, object, Kind.FIELD, field.getName(), field.get(object));
                } catch (IllegalAccessException e) {
                    unseen.add(type.getName());
                }
            }
        }
    }

    /** The instance fields of one class that hold references and can be read. */
    private List<Field> referencesOf(Class<?> type) {
        List<Field> found = new ArrayList<>();
        try {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        } catch (InaccessibleObjectException | LinkageError | SecurityException e) {
            unseen.add(type.getName());
        }
        return found;
    }

    private static boolean isLeaf(Class<?> type) {
        return LEAVES.contains(type)
                || (type.isArray() && type.getComponentType().isPrimitive());
    }

    /** A path in words: each object by its class, and how it refers to the next. */
    static String tell(List<Edge> path) {
        StringBuilder told = new StringBuilder();
        String arrow = "";
        Kind before = null;
        for (Edge edge : path) {
            boolean goesOn = edge.kind() == Kind.ELEMENT && before != null && before != Kind.ENTRY;
            if (!goesOn) {
                told.append(arrow).append(nameOf(edge.source()));
            }
            told.append(edge.kind() == Kind.FIELD ? "." : "").append(edge.label());
            arrow = edge.kind() == Kind.ENTRY ? " ⇒ " : " → ";
            before = edge.kind();
        }
        return told.append(arrow)
                .append(nameOf(path.get(path.size() - 1).target()))
                .toString();
    }

    /** The class of an object, without its package. */
    static String nameOf(Object object) {
        String name = object.getClass().getTypeName();
        int lambda = name.indexOf("$$Lambda");
        String readable = lambda < 0 ? name : name.substring(0, lambda) + ".lambda";
        return readable.substring(readable.lastIndexOf('.', lambda < 0 ? name.length() : lambda - 1) + 1)
                .replace('$', '.');
    }
}
