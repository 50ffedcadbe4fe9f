package dev.gossamer.jcache;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The managers of one provider, by class loader and URI. Thread-safe. */
final class ManagerRegistry {
    // How can a manager live as long as its class loader, and not keep it alive?
    //
    // A manager's caches hold objects of classes of its loader. A map from loaders to managers, however weak its keys,
    // would keep the loader for ever. So where it can, the loader itself holds the manager (LoaderAnchor), and this
    // map holds it weakly. A loader that is not a child of our own would then hold us longer than it should: there the
    // map is strong.
    private final Map<ClassLoader, Map<URI, Held>> managers = new WeakHashMap<>();

    /** A manager and, unless its loader holds it, what does. */
    private record Held(
            WeakReference<GossamerCacheManager> manager,
            @Nullable GossamerCacheManager strong) {
        static Held of(GossamerCacheManager manager, boolean anchored) {
            return new Held(new WeakReference<>(manager), anchored ? null : manager);
        }
    }

    synchronized GossamerCacheManager get(URI uri, ClassLoader loader, Supplier<GossamerCacheManager> maker) {
        Map<URI, Held> ofLoader = managers.computeIfAbsent(loader, l -> new HashMap<>());
        Held held = ofLoader.get(uri);
        GossamerCacheManager manager = held == null ? null : held.manager.get();
        if (manager == null || manager.isClosed()) {
            manager = maker.get();
            ofLoader.put(uri, Held.of(manager, LoaderAnchor.hold(loader, manager)));
        }
        return manager;
    }

    synchronized void remove(GossamerCacheManager manager) {
        ClassLoader loader = manager.getClassLoader();
        Map<URI, Held> ofLoader = loader == null ? null : managers.get(loader);
        if (ofLoader == null || loader == null) {
            return;
        }
        LoaderAnchor.release(loader, manager);
        Held held = ofLoader.get(manager.getURI());
        if (held != null && held.manager.refersTo(manager)) {
            ofLoader.remove(manager.getURI());
        }
        if (ofLoader.isEmpty()) {
            managers.remove(loader);
        }
    }

    synchronized List<GossamerCacheManager> of(ClassLoader loader) {
        List<GossamerCacheManager> found = new ArrayList<>();
        for (Held held : managers.getOrDefault(loader, Map.of()).values()) {
            GossamerCacheManager manager = held.manager.get();
            if (manager != null) {
                found.add(manager);
            }
        }
        return found;
    }

    synchronized List<GossamerCacheManager> all() {
        List<GossamerCacheManager> found = new ArrayList<>();
        for (ClassLoader loader : List.copyOf(managers.keySet())) {
            found.addAll(of(loader));
        }
        return found;
    }
}
