package dev.gossamer.jcache.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what a configuration resource includes, relative to its own URL whatever the scheme; the library can do that for
 * files only, not inside a jar, nor inside a jar in a jar. Immutable.
 *
 * @param base the resource that includes
 * @param parent who includes that, or {@code null}
 * @param otherwise where to look for what is not there, or {@code null}
 */
record RelativeIncluder(
        URL base,
        @Nullable RelativeIncluder parent,
        @Nullable ConfigIncluder otherwise) implements ConfigIncluder {
    private static final List<String> ENDINGS = List.of("", ".conf", ".json", ".properties");

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return new RelativeIncluder(base, parent, fallback);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        for (String ending : ENDINGS) {
            URL url = existing(what + ending);
            if (url != null) {
                refuseCircle(url);
                ConfigParseOptions options = ConfigParseOptions.defaults()
                        .setClassLoader(context.parseOptions().getClassLoader())
                        .setIncluder(new RelativeIncluder(url, this, null));
                return ConfigFactory.parseURL(url, options).root();
            }
        }
        if (otherwise != null) {
            return otherwise.include(context, what);
        }
        if (!context.parseOptions().getAllowMissing()) {
            throw new ConfigException.Generic(base + " includes \"" + what + "\", which is not there");
        }
        return ConfigFactory.empty().root();
    }

    private void refuseCircle(URL url) {
        for (RelativeIncluder including = this; including != null; including = including.parent) {
            if (including.base.toExternalForm().equals(url.toExternalForm())) {
                throw new ConfigException.Generic(base + " includes " + url + ", which includes it; break the circle");
            }
        }
    }

    private @Nullable URL existing(String name) {
        try {
            URL url = new URL(base, name);
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return in == null ? null : url;
            }
        } catch (MalformedURLException e) {
            return null; // not relative, nor a URL
        } catch (IOException e) {
            return null; // not there
        }
    }
}
