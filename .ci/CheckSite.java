import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows every link of a site within the site, those of the Javadoc in it included: {@code java .ci/CheckSite.java
 * FOLDER}. Prints what leads nowhere, a page that would not be the same next year, and Javadoc of the core that does not open
 * with its overview; the exit status is 1 if there is any.
 */
public final class CheckSite {
    private static final Pattern TAG = Pattern.compile("<[a-zA-Z][^>]*>");
    private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern YEAR = Pattern.compile("(?:\u00A9|&#169;|&copy;)\\s*\\d{4}");
    private static final Path OVERVIEW = Path.of("api", "core", "index.html");
    private static final Pattern ANCHOR = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");

    private final Path root;
    private final Map<Path, Set<String>> anchors = new HashMap<>();
    private final Set<String> broken = new TreeSet<>();
    private int links;

    private CheckSite(Path root) {
        this.root = root;
    }

    public static void main(String[] args) throws IOException {
        CheckSite check = new CheckSite(Path.of(args[0]).toAbsolutePath().normalize());
        List<Path> pages;
        try (Stream<Path> files = Files.walk(check.root)) {
            pages = files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
        }
        for (Path page : pages) {
            check.page(page);
        }
        check.overview();
        check.broken.forEach(System.out::println);
        System.out.println(pages.size() + " pages, " + check.links + " links, " + check.broken.size() + " faults");
        System.exit(check.broken.isEmpty() && check.links > 0 ? 0 : 1);
    }

    private void page(Path page) throws IOException {
        if (YEAR.matcher(Files.readString(page)).find()) {
            broken.add(root.relativize(page) + ": has the year of the build");
        }
        for (String tag : (Iterable<String>) tags(page)::iterator) {
            LINK.matcher(tag).results().forEach(link -> follow(page, plain(link.group(1))));
        }
    }

    private void overview() {
        Path page = root.resolve(OVERVIEW);
        if (!Files.exists(page) || !anchors(page).contains("which-type-when")) {
            broken.add(OVERVIEW + ": is not the overview");
        }
    }

    private static Stream<String> tags(Path page) throws IOException {
        String html = Files.readString(page).replaceAll("(?s)<!--.*?-->|<script[^>]*>.*?</script>", "");
        return TAG.matcher(html).results().map(tag -> tag.group());
    }

    private void follow(Path page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return; // leads out of the site
        }
        links++;
        String[] parts = link.split("#", 2);
        String file = decoded(parts[0].replaceFirst("\\?.*", ""));
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (Files.isDirectory(target)) {
            target = target.resolve("index.html");
        }
        if (!target.startsWith(root) || !Files.exists(target)) {
            broken.add(root.relativize(page) + ": no file for " + link);
        } else if (parts.length == 2 && !parts[1].isEmpty() && !anchors(target).contains(decoded(parts[1]))) {
            broken.add(root.relativize(page) + ": no anchor for " + link);
        }
    }

    private Set<String> anchors(Path page) {
        return anchors.computeIfAbsent(page, file -> {
            Set<String> found = new HashSet<>();
            try {
                tags(file).forEach(tag -> ANCHOR.matcher(tag).results().forEach(id -> found.add(plain(id.group(1)))));
            } catch (IOException failure) {
                broken.add("cannot read " + file + ": " + failure);
            }
            return found;
        });
    }

    private static String plain(String attribute) {
        return attribute.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
