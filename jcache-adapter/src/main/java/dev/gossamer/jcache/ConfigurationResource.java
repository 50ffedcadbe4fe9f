package dev.gossamer.jcache;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Finds and parses the resource that a manager's URI names. */
final class ConfigurationResource {
    private static final String CLASSPATH = "classpath";
    private static final Set<String> BY_URL = Set.of("file", "jar");

    private ConfigurationResource() {}

    /** The parsed resource, or {@code null} if the URI is only a name or the resource may be missing and is. */
    static @Nullable Config read(URI uri, ClassLoader loader, boolean mayBeMissing) {
        URL url = locate(uri, loader);
        if (url == null) {
            if (CLASSPATH.equals(uri.getScheme()) && !mayBeMissing) {
                throw new CacheException("no resource " + path(uri)
                        + " on the class path of the cache manager; put it there, or use a URI whose scheme is none of"
                        + " classpath, file and jar if it is only to be a name");
            }
            return null;
        }
        try {
            return ConfigFactory.parseURL(url, ConfigParseOptions.defaults().setAllowMissing(false))
                    .resolve();
        } catch (ConfigException e) {
            throw new CacheException("cannot read " + uri + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable URL locate(URI uri, ClassLoader loader) {
        String scheme = uri.getScheme();
        if (CLASSPATH.equals(scheme)) {
            return loader.getResource(path(uri));
        }
        if (scheme == null || !BY_URL.contains(scheme)) {
            return null;
        }
        try {
            return uri.toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new CacheException("cannot read " + uri + ": " + e.getMessage(), e);
        }
    }

    private static String path(URI uri) {
        String path = uri.getSchemeSpecificPart();
        while (path.startsWith("/")) {
            path = path.substring(1);
        }
        return path;
    }
}
