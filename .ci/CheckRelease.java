import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks a folder that {@code mvn -Prelease deploy} filled against what Maven Central asks of a release: {@code java
 * CheckRelease.java FOLDER}. Prints one line for each artifact, then what is missing; the exit status is 1 if anything is.
 */
public final class CheckRelease {
    private static final List<String> ELEMENTS =
            List.of("name", "description", "url", "licenses/license/name", "developers/developer/name", "scm/url", "scm/connection");
    private static final List<String> CHECKSUMS = List.of(".md5", ".sha1");

    private final List<String> missing = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        CheckRelease check = new CheckRelease();
        Map<Path, List<Path>> versions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
            files.filter(file -> file.toString().endsWith(".pom"))
                    .forEach(pom -> versions.put(pom, List.of()));
        }
        for (Path pom : versions.keySet()) {
            check.artifact(pom);
        }
        if (versions.isEmpty()) {
            check.missing.add("no artifact at all in " + args[0]);
        }
        check.missing.forEach(each -> System.out.println("missing: " + each));
        System.out.println(versions.size() + " artifacts, " + check.missing.size() + " things missing");
        System.exit(check.missing.isEmpty() ? 0 : 1);
    }

    private void artifact(Path pom) throws Exception {
        String base = pom.getFileName().toString().replaceFirst("\\.pom$", "");
        Element project = parse(pom).getDocumentElement();
        String packaging = text(project, "packaging");
        for (String element : ELEMENTS) {
            require(!text(project, element).isBlank(), base + ": <" + element + "> in the POM");
        }
        require(!base.endsWith("-SNAPSHOT"), base + ": a version that is no SNAPSHOT");
        require(!Files.readString(pom).contains("<repositories>"), base + ": a POM without repositories");
        require(signed(pom), base + ": signature and checksums of the POM");
        if (!"pom".equals(packaging)) {
            jar(pom, base, "");
            jar(pom, base, "-sources");
            jar(pom, base, "-javadoc");
        }
        System.out.println(base + " (" + (packaging.isBlank() ? "jar" : packaging) + ")");
    }

    private void jar(Path pom, String base, String classifier) throws IOException {
        Path jar = pom.resolveSibling(base + classifier + ".jar");
        if (!Files.exists(jar)) {
            missing.add(jar.getFileName().toString());
            return;
        }
        require(signed(jar), jar.getFileName() + ": signature and checksums");
        try (JarFile file = new JarFile(jar.toFile())) {
            require(file.size() > 2, jar.getFileName() + ": a content");
            if (classifier.isEmpty()) {
                require(file.getEntry("META-INF/LICENSE") != null, jar.getFileName() + ": META-INF/LICENSE");
                require(file.getEntry("module-info.class") != null
                        || file.getManifest().getMainAttributes().getValue("Automatic-Module-Name") != null,
                        jar.getFileName() + ": a module name");
            }
        }
    }

    private static boolean signed(Path file) {
        return Files.exists(file.resolveSibling(file.getFileName() + ".asc"))
                && CHECKSUMS.stream().allMatch(suffix -> Files.exists(file.resolveSibling(file.getFileName() + suffix)));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            missing.add(what);
        }
    }

    private static Document parse(Path pom) throws Exception {
        try (InputStream in = Files.newInputStream(pom)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
    }

    /** The text of the element at a path of names below another one, or an empty string. */
    private static String text(Element from, String path) {
        Node node = from;
        for (String name : path.split("/")) {
            node = child(node, name);
            if (node == null) {
                return "";
            }
        }
        return node.getTextContent().trim();
    }

    private static Node child(Node parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (name.equals(children.item(i).getNodeName())) {
                return children.item(i);
            }
        }
        return null;
    }
}
