package dev.gossamer.jcache.near;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets of this process, as Linux tells of them. */
final class ProcessSockets {
    private static final Path SELF = Path.of("/proc/self");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private ProcessSockets() {}

    /** Those of some protocols that are bound to or connected with anything but loopback, by their addresses; one word if there is none. */
    static String beyondLoopback(String... protocols) throws IOException {
        Set<String> own = inodes();
        String found = Stream.of(protocols)
                .flatMap(ProcessSockets::table)
                .filter(line -> own.contains(line[INODE]) && !(isLoopback(line[LOCAL]) && isInside(line[REMOTE])))
                .map(line -> line[LOCAL] + "-" + line[REMOTE])
                .collect(Collectors.joining(" "));
        return found.isEmpty() ? "none" : found;
    }

    private static Set<String> inodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path descriptor : open) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }

    private static Stream<String[]> table(String protocol) {
        try {
            List<String> lines = Files.readAllLines(SELF.resolve("net").resolve(protocol));
            return lines.stream().skip(1).map(line -> line.trim().split("\\s+"));
        } catch (IOException e) {
            return Stream.of(); // a kernel without that protocol
        }
    }

    /** Whether an address of the table is one of loopback, of either protocol: the kernel writes the last byte of a word first. */
    private static boolean isLoopback(String address) {
        String host = address.substring(0, address.indexOf(':'));
        return host.endsWith("7F") || host.equals("00000000000000000000000001000000");
    }

    /** Whether an address is one of loopback, or none, as of a socket that listens. */
    private static boolean isInside(String address) {
        return isLoopback(address) || address.endsWith(":0000");
    }
}
