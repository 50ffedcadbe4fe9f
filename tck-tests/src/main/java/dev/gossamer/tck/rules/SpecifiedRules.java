package dev.gossamer.tck.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules of the specification that a backend can be asked, in its order, read from the copy of {@code docs/SPEC.md} that
 * the kit carries. Those of the near cache, and of the types over containers that end the specification, are asked in the
 * modules of these.
 */
public final class SpecifiedRules {
    private static final Pattern RULE = Pattern.compile(
            "\\*\\*([A-Z]+-\\d+)\\*\\* (.*?)(?=\\*\\*[A-Z]+-\\d+\\*\\* |\\n- |\\n\\n|\\z)", Pattern.DOTALL);

    private static final String NOT_OF_BACKENDS = "\n# Types over containers";

    private static final String SPECIFICATION = read();

    private static final Map<String, String> TEXTS = parse(SPECIFICATION);

    private SpecifiedRules() {}

    /** The text of each rule by its id. */
    public static Map<String, String> texts() {
        return TEXTS;
    }

    /** The families of rules that the kit does not ask for, with how many there are of each, in words. */
    public static String notAsked() {
        Map<String, Integer> families = new LinkedHashMap<>();
        texts(SPECIFICATION).keySet().stream()
                .filter(id -> !TEXTS.containsKey(id))
                .forEach(id -> families.merge(id.replaceFirst("-\\d+", ""), 1, Integer::sum));
        return families.entrySet().stream()
                .map(family -> family.getKey() + "-1"
                        + (family.getValue() == 1 ? "" : " to " + family.getKey() + "-" + family.getValue()))
                .collect(Collectors.joining(", ", "", "; no backend decides them, and their own modules ask for them"));
    }

    /** Those that a backend can be asked. */
    public static Map<String, String> parse(String specification) {
        Map<String, String> texts = texts(specification.replace("\r\n", "\n").split(NOT_OF_BACKENDS, 2)[0]);
        texts.keySet().removeIf(id -> id.startsWith("NEAR-"));
        return texts;
    }

    private static Map<String, String> texts(String specification) {
        Map<String, String> texts = new LinkedHashMap<>();
        Matcher rules = RULE.matcher(specification.replace("\r\n", "\n"));
        while (rules.find()) {
            texts.put(rules.group(1), rules.group(2).strip().replaceAll("\\s+", " "));
        }
        return texts;
    }

    private static String read() {
        try (InputStream specification = SpecifiedRules.class.getResourceAsStream("SPEC.md")) {
            return new String(
                    Objects.requireNonNull(specification, "SPEC.md is missing beside the classes of the kit")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
