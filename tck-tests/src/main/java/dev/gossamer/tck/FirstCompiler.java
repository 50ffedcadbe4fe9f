package dev.gossamer.tck;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Has HotSpot compile with the first of its two compilers alone, which costs half of a run of seconds: that is over before what
 * the second one makes pays.
 */
final class FirstCompiler {
    private static final String DIRECTIVES = "[{match: \"*.*\", c2: {Exclude: true}}]";

    private FirstCompiler() {}

    /** Settles that for this JVM; does nothing in one that cannot be told. */
    static void useAlone() {
        try {
            Path directives = Files.createTempFile("conformance", ".directives");
            try {
                Files.writeString(directives, DIRECTIVES);
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "compilerDirectivesAdd",
                                new Object[] {new String[] {directives.toString()}},
                                new String[] {String[].class.getName()});
            } finally {
                Files.delete(directives);
            }
        } catch (JMException | IOException | RuntimeException cannotBeTold) {
            return; // the run takes longer
        }
    }
}
