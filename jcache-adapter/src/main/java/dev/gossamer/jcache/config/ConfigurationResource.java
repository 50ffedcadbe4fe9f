package dev.gossamer.jcache.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Finds and parses the resource that a manager's URI names. */
public final class ConfigurationResource {
    private static final String CLASSPATH = "classpath";
    private static final Set<String> BY_URL = Set.of("file", "jar");

    private ConfigurationResource() {}

    private static final Pattern FILE_NAME = Pattern.compile(".*\\.(conf|json|properties)");

    /** The parsed resource, or {@code null} if the URI is only a name or the resource may be missing and is. */
    public static @Nullable Config read(URI uri, ClassLoader loader, boolean mayBeMissing) {
        URL url = locate(uri, loader);
        if (url == null) {
            if (CLASSPATH.equals(scheme(uri)) && !mayBeMissing) {
                throw new CacheException("no resource " + path(uri)
                        + " on the class path of the cache manager; put it there, or use a URI whose scheme is none of"
                        + " classpath, file and jar if it is only to be a name");
            }
            return null;
        }
        try {
            ConfigParseOptions options = ConfigParseOptions.defaults()
                    .setAllowMissing(false)
                    .setClassLoader(loader)
                    .setIncluder(new RelativeIncluder(url, null, null));
            return ConfigFactory.parseURL(url, options).resolve();
        } catch (ConfigException e) {
            throw new CacheException("cannot read " + uri + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable URL locate(URI uri, ClassLoader loader) {
        String scheme = scheme(uri);
        if (scheme == null && FILE_NAME.matcher(path(uri)).matches()) {
            throw new CacheException("cannot tell where " + uri + " is; say classpath:" + uri
                    + " or give an absolute URI of scheme file or jar");
        }
        if (CLASSPATH.equals(scheme)) {
            return loader.getResource(path(uri));
        }
        if (scheme == null || !BY_URL.contains(scheme)) {
            return null;
        }
        try {
            return withoutFragment(uri).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new CacheException("cannot read " + uri + ": " + e.getMessage(), e);
        }
    }

    /** The scheme in lower case, as schemes ignore case. */
    private static @Nullable String scheme(URI uri) {
        String scheme = uri.getScheme();
        return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
    }

    /** The resource alone: a fragment only tells managers apart that read the same one. */
    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int fragment = text.indexOf('#');
        return fragment < 0 ? uri : URI.create(text.substring(0, fragment));
    }

    private static String path(URI uri) {
        String path = uri.getSchemeSpecificPart();
        while (path.startsWith("/")) {
            path = path.substring(1);
        }
        return path;
    }
}
