package dev.gossamer.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A page of the documentation, as far as tests ask for its parts. */
record MarkdownPage(Path file, List<String> lines) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern MARKER = Pattern.compile("<!-- (\\S+)#(\\S+) -->");

    /**
     * A fenced block.
     *
     * @param line the index of the line that opens it
     * @param language what stands behind the fence
     * @param region the test's region that it shows, if the line before names one
     * @param code its lines
     */
    record Block(int line, String language, @Nullable Region region, List<String> code) {}

    /** A part of a source between {@code @start region="name"} and {@code @end}, as {@code {@snippet}} knows it. */
    record Region(Path source, String name) {

        /** Its lines, moved to the left. */
        List<String> code() {
            List<String> lines = read(source);
            int start = indexOf(lines, "@start region=\"" + name + "\"");
            int end = indexOf(lines, "@end region=\"" + name + "\"");
            List<String> code = lines.subList(start + 1, end);
            return code.stream()
                    .collect(Collectors.joining("\n"))
                    .stripIndent()
                    .lines()
                    .toList();
        }

        private int indexOf(List<String> lines, String marker) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().equals("// " + marker)) {
                    return i;
                }
            }
            throw new AssertionError(source + " has no line // " + marker);
        }
    }

    static MarkdownPage of(Path file) {
        return new MarkdownPage(file, read(file));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int end = i + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                blocks.add(new Block(i, lines.get(i).substring(3), regionBefore(i), lines.subList(i + 1, end)));
                i = end;
            }
        }
        return blocks;
    }

    private @Nullable Region regionBefore(int line) {
        Matcher marker = MARKER.matcher(line == 0 ? "" : lines.get(line - 1));
        return marker.matches()
                ? new Region(file.resolveSibling(marker.group(1)).normalize(), marker.group(2))
                : null;
    }

    /** The targets of all links outside of code. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        for (String line : prose()) {
            LINK.matcher(line).results().forEach(link -> links.add(link.group(1)));
        }
        return links;
    }

    /** The anchors of the headings, as the site and the forge make them. */
    Set<String> anchors() {
        return prose().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private List<String> prose() {
        List<String> prose = new ArrayList<>(lines);
        for (Block block : blocks()) {
            for (int i = 0; i <= block.code.size(); i++) {
                prose.set(block.line + i, "");
            }
        }
        prose.replaceAll(line -> line.replaceAll("`[^`]*`", ""));
        return prose;
    }

    /** Writes what the regions say into the blocks that show them. */
    void update() throws IOException {
        List<String> updated = new ArrayList<>(lines);
        List<Block> blocks = blocks();
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Block block = blocks.get(i);
            if (block.region != null) {
                List<String> code = updated.subList(block.line + 1, block.line + 1 + block.code.size());
                code.clear();
                code.addAll(block.region.code());
            }
        }
        Files.write(file, updated);
    }
}
