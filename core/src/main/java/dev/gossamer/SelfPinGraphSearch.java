package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One search for the self-pinned entries of a map. Not thread-safe. */
final class SelfPinGraphSearch<K> {
    // How are all self-pinned entries found in one walk?
    //
    // The graph is that of objects and their strong references, and one edge more from each key of the map to its
    // value: that is what the map adds while the key lives. An entry is self-pinned if its value reaches its key;
    // since there is the edge back, that is so just if both are in one strongly connected component. Tarjan's
    // algorithm ("Depth-first search and linear graph algorithms", 1972) finds the components in linear time; here it
    // keeps its own stack, for object graphs are deep. When it closes a component, that component's entries are
    // pinned, and a walk within the component, shortest path first, tells how. These walks have a bound of their own,
    // as a component may be large.

    private final int maxObjects;
    private final int maxEntries;
    private final Map<Object, Object> values = new IdentityHashMap<>(); // of the map, by key
    private final Map<Object, Node> nodes = new IdentityHashMap<>();
    private final Deque<Node> path = new ArrayDeque<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private final Set<String> unseen = new TreeSet<>();
    private final ObjectGraph graph;
    private final List<SelfPin<K>> pins = new ArrayList<>();
    private boolean complete = true;
    private int stepsLeft;

    SelfPinGraphSearch(int maxObjects) {
        this.maxObjects = maxObjects;
        this.maxEntries = Integer.MAX_VALUE;
        this.graph = new ObjectGraph(unseen, true, Integer.MAX_VALUE);
        this.stepsLeft = maxObjects;
    }

    /**
     * Describes a search of some entries, whose paths tell nothing of what users may have typed.
     *
     * @param maxEntries how many entries to search, at most
     * @param maxReferences how many references to follow, at most, those of collections included
     */
    SelfPinGraphSearch(int maxObjects, int maxEntries, int maxReferences) {
        this.maxObjects = maxObjects;
        this.maxEntries = maxEntries;
        this.graph = new ObjectGraph(unseen, false, maxReferences);
        this.stepsLeft = maxObjects;
    }

    /** How many entries were searched. */
    int sampled() {
        return values.size();
    }

    /** Some key that was searched, {@code null} if there was none. */
    @SuppressWarnings("unchecked") // a key of the map
    @Nullable K firstKey() {
        return values.isEmpty() ? null : (K) values.keySet().iterator().next();
    }

    /** The value that a key was searched with. */
    @Nullable Object valueOf(Object key) {
        return values.get(key);
    }

    SelfPinProbe.Findings<K> run(Store<K, ?> store) {
        gather(store);
        for (Object value : values.values()) {
            walk(value);
        }
        return new SelfPinProbe.Findings<>(pins, complete && graph.isWhole(), unseen);
    }

    private <V> void gather(Store<K, V> store) {
        Iterator<Entry> entries = store.table.iterator();
        while (values.size() < maxEntries && entries.hasNext()) {
            Entry entry = entries.next();
            K key = store.keyIn(entry);
            V value = key == null ? null : store.valueNow(entry, key);
            if (key != null && value != null) {
                values.put(key, value);
                graph.noteKey(key);
            }
        }
    }

    private void walk(Object start) {
        if (nodes.containsKey(start)) {
            return;
        }
        enter(start);
        while (!path.isEmpty()) {
            Node node = path.getLast();
            ObjectGraph.Edge edge = node.edges.poll();
            if (edge == null) {
                path.removeLast();
                leave(node);
            } else {
                follow(node, edge.target());
            }
        }
    }

    private void follow(Node from, Object target) {
        Node node = nodes.get(target);
        if (node == null) {
            enter(target);
        } else if (node.open) {
            from.low = Math.min(from.low, node.index);
        }
    }

    private void enter(Object object) {
        if (nodes.size() >= maxObjects) {
            complete = false;
            return;
        }
        Node node = new Node(object, nodes.size(), edges(object));
        nodes.put(object, node);
        path.addLast(node);
        open.addLast(node);
    }

    private void leave(Node node) {
        Node parent = path.peekLast();
        if (parent != null) {
            parent.low = Math.min(parent.low, node.low);
        }
        if (node.low == node.index) {
            close(node);
        }
    }

    /** Closes the component whose first node that is. */
    private void close(Node root) {
        Set<Object> component = Collections.newSetFromMap(new IdentityHashMap<>());
        Node last;
        do {
            last = open.removeLast();
            last.open = false;
            component.add(last.object);
        } while (last != root);
        for (Object object : component) {
            Object value = values.get(object);
            if (value != null && component.contains(value)) {
                found(object, value, component);
            }
        }
    }

    @SuppressWarnings("unchecked") // a key of the map
    private void found(Object key, Object value, Set<Object> component) {
        pins.add(new SelfPin<>(
                (K) key, key == value ? nameOf(key) + ", the value is the key" : tell(key, value, component)));
    }

    private Queue<ObjectGraph.Edge> edges(Object object) {
        Queue<ObjectGraph.Edge> edges = graph.edges(object);
        Object value = values.get(object);
        if (value != null) {
            edges.add(new ObjectGraph.Edge(object, ObjectGraph.Kind.ENTRY, "", value));
        }
        return edges;
    }

    /** The shortest way from a value to its key. */
    private String tell(Object key, Object value, Set<Object> component) {
        Map<Object, ObjectGraph.Edge> reachedBy = new IdentityHashMap<>();
        Queue<Object> next = new ArrayDeque<>();
        next.add(value);
        for (Object from = next.poll(); from != null && stepsLeft > 0; from = next.poll()) {
            for (ObjectGraph.Edge edge : edges(from)) {
                stepsLeft--;
                Object to = edge.target();
                if (to != value && component.contains(to) && reachedBy.putIfAbsent(to, edge) == null) {
                    if (to == key) {
                        return ObjectGraph.tell(way(reachedBy, value, key));
                    }
                    next.add(to);
                }
            }
        }
        return nameOf(value) + " → … → " + nameOf(key);
    }

    private static List<ObjectGraph.Edge> way(Map<Object, ObjectGraph.Edge> reachedBy, Object value, Object key) {
        Deque<ObjectGraph.Edge> way = new ArrayDeque<>();
        Object at = key;
        while (at != value) {
            ObjectGraph.Edge edge = reachedBy.get(at);
            if (edge == null) {
                throw new AssertionError("a way with a gap");
            }
            way.addFirst(edge);
            at = edge.source();
        }
        return List.copyOf(way);
    }

    private static String nameOf(Object object) {
        return ObjectGraph.nameOf(object);
    }

    /** An object that was met. */
    private static final class Node {
        final Object object;
        final int index;
        final Queue<ObjectGraph.Edge> edges;
        int low;
        boolean open = true;

        Node(Object object, int index, Queue<ObjectGraph.Edge> edges) {
            this.object = object;
            this.index = index;
            this.edges = edges;
            this.low = index;
        }
    }
}
