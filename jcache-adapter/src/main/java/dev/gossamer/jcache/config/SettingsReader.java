package dev.gossamer.jcache.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.gossamer.jcache.Strength;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** A part of a configuration resource whose every mistake is named: where, what, and what is allowed. Immutable. */
public record SettingsReader(Config config, String prefix, ClassLoader loader) {

    public Set<String> keys() {
        return new TreeSet<>(config.root().keySet());
    }

    public void requireKeys(Set<String> allowed) {
        for (String key : keys()) {
            if (!allowed.contains(key)) {
                throw new CacheException(
                        where(key) + ": unknown key \"" + prefix + key + "\"; choose among " + new TreeSet<>(allowed));
            }
        }
    }

    /** The section of a name, empty when there is none. */
    public Config section(String key) {
        ConfigValue value = config.root().get(key);
        if (value == null) {
            return ConfigFactory.empty();
        }
        if (value.valueType() != ConfigValueType.OBJECT) {
            throw bad(key, value.unwrapped(), "a section in braces");
        }
        return config.getConfig(ConfigUtil.joinPath(key));
    }

    public @Nullable String string(String key) {
        return read(key, config::getString, "a string");
    }

    public @Nullable Boolean bool(String key) {
        return read(key, config::getBoolean, "true or false");
    }

    public @Nullable Long count(String key) {
        String allowed = "a whole number, 0 or more";
        Number read = read(key, config::getNumber, allowed);
        if (read != null && (read.longValue() < 0 || read.longValue() != read.doubleValue())) {
            throw bad(key, read, allowed);
        }
        return read == null ? null : read.longValue();
    }

    /** A duration, 0 or more. */
    public @Nullable Duration duration(String key) {
        String allowed = "a duration such as 90 seconds or 10 minutes";
        Duration read = read(key, config::getDuration, allowed);
        if (read != null && read.isNegative()) {
            throw bad(key, read, allowed);
        }
        return read;
    }

    public @Nullable Strength strength(String key, Strength... allowed) {
        String word = string(key);
        for (Strength strength : allowed) {
            if (word != null && strength.name().toLowerCase(Locale.ROOT).equals(word)) {
                return strength;
            }
        }
        if (word != null) {
            throw bad(key, word, "one of " + Arrays.toString(allowed).toLowerCase(Locale.ROOT));
        }
        return null;
    }

    /** A class by its name, seen from the manager's loader. */
    public <T> @Nullable Class<? extends T> type(String key, Class<T> kind) {
        String name = string(key);
        if (name == null) {
            return null;
        }
        try {
            return Class.forName(name, false, loader).asSubclass(kind);
        } catch (ClassNotFoundException | ClassCastException e) {
            throw bad(key, name, "the name of a class that is a " + kind.getName() + " and on the class path");
        }
    }

    private <T> @Nullable T read(String key, Function<String, T> reader, String allowed) {
        if (!config.hasPath(ConfigUtil.joinPath(key))) {
            return null;
        }
        try {
            return reader.apply(ConfigUtil.joinPath(key));
        } catch (ConfigException e) {
            throw bad(key, Objects.requireNonNull(config.root().get(key)).unwrapped(), allowed);
        }
    }

    public CacheException bad(String key, Object value, String allowed) {
        return new CacheException(where(key) + ": \"" + prefix + key + "\" is " + value + "; it has to be " + allowed);
    }

    private String where(String key) {
        ConfigValue value = config.root().get(key);
        return value == null ? config.origin().description() : value.origin().description();
    }
}
