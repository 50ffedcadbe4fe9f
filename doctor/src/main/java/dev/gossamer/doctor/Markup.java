package dev.gossamer.doctor;

import java.util.regex.Pattern;

/** HTML with all that comes from a recording escaped. For one thread. */
final class Markup {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private final StringBuilder html = new StringBuilder();

    /** Adds HTML as it is. */
    Markup raw(String trusted) {
        html.append(trusted);
        return this;
    }

    /** Adds an element that holds a text. */
    Markup element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag + ">\n");
    }

    Markup text(String text) {
        return raw(escape(text));
    }

    /** Adds a text in which names of code stand in backquotes. */
    Markup prose(String text) {
        return raw(CODE.matcher(escape(text)).replaceAll("<code>$1</code>"));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
