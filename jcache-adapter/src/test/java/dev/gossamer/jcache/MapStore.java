package dev.gossamer.jcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;

/** A data store for tests, loader and writer in one, that remembers what it was asked and can be told to fail. */
final class MapStore implements CacheLoader<String, String>, CacheWriter<String, String> {
    final Map<String, String> data = new ConcurrentHashMap<>();
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    volatile RuntimeException failure;
    volatile int failAfter;
    volatile Runnable calling = () -> {};

    private void call(String what) {
        calls.add(what);
        calling.run();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String load(String key) {
        call("load " + key);
        return data.get(key);
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
        Map<String, String> loaded = new HashMap<>();
        for (String key : keys) {
            if (data.containsKey(key)) {
                loaded.put(key, data.get(key));
            }
        }
        call("loadAll");
        return Collections.unmodifiableMap(loaded);
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        call("write " + entry.getKey());
        data.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        calls.add("writeAll");
        int left = failAfter;
        for (Iterator<Cache.Entry<? extends String, ? extends String>> all = entries.iterator(); all.hasNext(); ) {
            if (failure != null && left-- == 0) {
                throw failure;
            }
            Cache.Entry<? extends String, ? extends String> entry = all.next();
            data.put(entry.getKey(), entry.getValue());
            all.remove();
        }
    }

    @Override
    public void delete(Object key) {
        call("delete " + key);
        data.remove(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        calls.add("deleteAll " + new java.util.TreeSet<>(keys));
        int left = failAfter;
        for (Iterator<?> all = keys.iterator(); all.hasNext(); ) {
            if (failure != null && left-- == 0) {
                throw failure;
            }
            data.remove(all.next());
            all.remove();
        }
    }
}
