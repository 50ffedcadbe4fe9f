package dev.gossamer.jcache;

import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.common.PluginCloser;
import dev.gossamer.jcache.common.PluginFactory;
import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.entry.BackendSelection;
import dev.gossamer.jcache.entry.CacheContext;
import dev.gossamer.jcache.entry.EntryStore;
import dev.gossamer.jcache.event.ListenerRegistry;
import dev.gossamer.jcache.expiry.ExpiryRules;
import dev.gossamer.jcache.integration.ReadThroughLoader;
import dev.gossamer.jcache.integration.WriteThroughWriter;
import dev.gossamer.jcache.locking.EntryLockTable;
import dev.gossamer.jcache.management.CacheCounters;
import dev.gossamer.jcache.management.CacheMBeans;
import dev.gossamer.jcache.management.ConfigurationBean;
import dev.gossamer.jcache.management.ListedCache;
import dev.gossamer.jcache.management.StatisticsBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/** The parts one cache is made of, put together from its configuration, and taken apart when it closes. */
final class CacheParts<K, V> {
    final CacheContext<K, V> context;
    final EntryStore<K, V> entries;
    final ReadThroughLoader<K, V> loading;
    final WriteThroughWriter<K, V> writing;
    private final String cacheName;
    private final List<Object> plugins = new ArrayList<>();
    private final CacheMBeans beans;
    private final ListedCache listed;
    private volatile WeakCacheConfiguration<K, V> configuration;

    CacheParts(GossamerCache<K, V> cache, GossamerCacheManager manager, WeakCacheConfiguration<K, V> configuration) {
        this.configuration = configuration;
        this.cacheName = cache.getName();
        this.beans = CacheMBeans.of(cache, manager.getURI());
        KeyValueCopier<K, V> copies = manager.copies(cacheName, configuration);
        ListenerRegistry<K, V> listeners = new ListenerRegistry<>(cache, copies, manager.workers());
        boolean complete = false;
        try {
            ExpiryRules expiry =
                    new ExpiryRules(cacheName, plugin("expiry policy", configuration.getExpiryPolicyFactory()));
            CacheLoader<K, V> loader = optional("loader", configuration.getCacheLoaderFactory());
            this.loading = new ReadThroughLoader<>(loader, configuration.isReadThrough());
            CacheWriter<? super K, ? super V> writer = optional("writer", configuration.getCacheWriterFactory());
            this.writing = new WriteThroughWriter<>(writer, configuration.isWriteThrough());
            configuration.getCacheEntryListenerConfigurations().forEach(listeners::register);
            boolean runsOnlyKeys = expiry.isEternal() && !writing.isWriteThrough() && changesRunOnlyKeys(configuration);
            this.context = new CacheContext<>(copies, listeners, new CacheCounters(), EntryLockTable.of(runsOnlyKeys));
            this.entries = new EntryStore<>(configuration, expiry, manager.expiry(), context);
            this.listed = listed(configuration);
            complete = true;
        } finally {
            if (!complete) {
                closePlugins(listeners);
            }
        }
    }

    private ListedCache listed(WeakCacheConfiguration<K, V> configuration) {
        return new ListedCache(
                cacheName,
                BackendSelection.backend(configuration).name(),
                entries::estimatedSize,
                () -> entries.keys().size(),
                context.counters());
    }

    /** Whether a change of an entry asks no copier, weigher or hot tier of the user's. */
    private static boolean changesRunOnlyKeys(WeakCacheConfiguration<?, ?> configuration) {
        return !configuration.isStoreByValue()
                && configuration.getWeigherFactory() == null
                && configuration.getHotTierFactory() == null;
    }

    private <T> @Nullable T optional(String what, @Nullable Factory<T> factory) {
        return factory == null ? null : plugin(what, factory);
    }

    private <T> T plugin(String what, Factory<T> factory) {
        T made = PluginFactory.make(cacheName, what, factory);
        plugins.add(made);
        return made;
    }

    WeakCacheConfiguration<K, V> configuration() {
        return configuration;
    }

    /** A configuration that can be looked at and even changed, without consequence for the cache. */
    <C extends Configuration<K, V>> C configurationAs(Class<C> type) {
        WeakCacheConfiguration<K, V> current = configuration;
        if (type.isInstance(current)) {
            return type.cast(current);
        }
        if (type.isAssignableFrom(MutableConfiguration.class)) {
            return type.cast(new MutableConfiguration<>((CompleteConfiguration<K, V>) current));
        }
        throw new IllegalArgumentException("no configuration of type " + type.getName()
                + "; ask for CompleteConfiguration, MutableConfiguration or WeakCacheConfiguration");
    }

    synchronized void register(CacheEntryListenerConfiguration<K, V> listener) {
        for (CacheEntryListenerConfiguration<K, V> other : configuration.getCacheEntryListenerConfigurations()) {
            if (other.equals(listener)) {
                throw new IllegalArgumentException(
                        "this listener configuration is registered already; deregister it first");
            }
        }
        context.listeners().register(listener);
        change(builder -> builder.listener(listener));
    }

    synchronized void deregister(CacheEntryListenerConfiguration<K, V> listener) {
        context.listeners().deregister(listener);
        change(builder -> {
            builder.listeners.remove(listener);
            return builder;
        });
    }

    synchronized void enableStatistics(boolean enabled) {
        context.counters().enable(enabled);
        if (enabled) {
            beans.register(CacheMBeans.Type.STATISTICS, new StatisticsBean(context.counters()));
        } else {
            beans.unregister(CacheMBeans.Type.STATISTICS);
        }
        change(builder -> {
            builder.statisticsEnabled = enabled;
            return builder;
        });
    }

    synchronized void enableManagement(boolean enabled) {
        if (enabled) {
            CacheCounters counters = context.counters();
            beans.register(CacheMBeans.Type.CONFIGURATION, new ConfigurationBean(configuration, counters::isEnabled));
        } else {
            beans.unregister(CacheMBeans.Type.CONFIGURATION);
        }
        change(builder -> {
            builder.managementEnabled = enabled;
            return builder;
        });
    }

    private void change(UnaryOperator<WeakCacheConfigurationBuilder<K, V>> by) {
        configuration =
                by.apply(WeakCacheConfigurationBuilder.from(configuration)).build();
    }

    /** Takes the MBeans away for good; to be done before another cache can have the name. */
    void closeBeans() {
        beans.close();
    }

    /** Lets pending events be told, closes what was plugged in, and lets go of the entries. */
    void close() {
        FailureCollector failures = new FailureCollector();
        failures.attempt(listed::close);
        failures.attempt(() -> closePlugins(context.listeners()));
        failures.attempt(entries::close);
        failures.throwFirst();
    }

    private void closePlugins(ListenerRegistry<K, V> listeners) {
        FailureCollector failures = new FailureCollector();
        failures.attempt(listeners::close);
        plugins.forEach(plugin -> failures.attempt(() -> PluginCloser.close(plugin)));
        failures.throwFirst();
    }
}
