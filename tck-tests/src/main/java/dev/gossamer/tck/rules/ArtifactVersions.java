package dev.gossamer.tck.rules;

import dev.gossamer.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The versions of what runs, read from the manifest beside a class; what the command line answers to {@code --version}. */
public final class ArtifactVersions implements IVersionProvider {

    /** The version of the jar or directory a class comes from; {@code unknown} where its manifest names none. */
    static String of(Class<?> type) {
        URL self = type.getResource("/" + type.getName().replace('.', '/') + ".class");
        String place = String.valueOf(self);
        int length = place.length() - type.getName().length() - ".class".length();
        if (self == null || length < 0) {
            return "unknown";
        }
        try (InputStream manifest = new URL(place.substring(0, length) + "META-INF/MANIFEST.MF").openStream()) {
            return version(new Manifest(manifest).getMainAttributes());
        } catch (IOException e) {
            return "unknown"; // no manifest, as in a directory of classes
        }
    }

    private static String version(Attributes manifest) {
        return Stream.<@Nullable String>of(
                        manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION), manifest.getValue("Bundle-Version"))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse("unknown");
    }

    /** The version of the kit. */
    public static String kit() {
        return of(ArtifactVersions.class);
    }

    /** The version of this JVM. */
    public static String jvm() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version") + ")";
    }

    @Override
    public String[] getVersion() {
        List<String> lines = new ArrayList<>();
        lines.add("conformance kit " + kit());
        Backends.all().forEach(backend -> lines.add("backend " + backend.name() + " " + of(backend.getClass())));
        lines.add("Java " + jvm());
        return lines.toArray(String[]::new);
    }
}
