package dev.gossamer.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** A table of a page, to be sorted by any of its columns. For one thread. */
final class SortableTable {
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param title its heading
     * @param unit what it counts, in words
     * @param isNumber whether it is sorted as a number
     */
    private record Column(String title, String unit, boolean isNumber) {}

    /**
     * A cell.
     *
     * @param text what is shown
     * @param order what it is sorted by
     */
    record Cell(String text, String order) {

        static Cell of(String text) {
            return new Cell(text, text);
        }

        static Cell of(String text, double order) {
            return new Cell(text, Double.toString(order));
        }

        static Cell count(long number) {
            return new Cell(Wording.count(number), Long.toString(number));
        }

        /** An unknown number stands below all others. */
        static Cell of(OptionalDouble number, DoubleFunction<String> wording) {
            return number.isPresent()
                    ? of(wording.apply(number.getAsDouble()), number.getAsDouble())
                    : of("–", Double.NEGATIVE_INFINITY);
        }
    }

    SortableTable(String caption) {
        this.caption = caption;
    }

    SortableTable texts(String title, String unit) {
        columns.add(new Column(title, unit, false));
        return this;
    }

    SortableTable numbers(String title, String unit) {
        columns.add(new Column(title, unit, true));
        return this;
    }

    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    void write(Markup page) {
        page.raw("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(caption)
                .raw("\">\n<table>\n");
        page.raw("<caption>").text(caption).raw("</caption>\n<thead><tr>");
        columns.forEach(column -> writeHeading(page, column));
        page.raw("</tr></thead>\n<tbody>\n");
        rows.forEach(row -> writeRow(page, row));
        page.raw("</tbody>\n</table>\n</div>\n");
    }

    private static void writeHeading(Markup page, Column column) {
        page.raw("<th scope=\"col\" aria-sort=\"none\"" + classOf(column) + "><button type=\"button\" title=\"")
                .text(column.unit())
                .raw("\">")
                .text(column.title())
                .raw("</button></th>");
    }

    private void writeRow(Markup page, List<Cell> row) {
        page.raw("<tr>");
        for (int i = 0; i < row.size(); i++) {
            page.raw("<td" + classOf(columns.get(i)) + " data-order=\"")
                    .text(row.get(i).order())
                    .raw("\">")
                    .prose(row.get(i).text())
                    .raw("</td>");
        }
        page.raw("</tr>\n");
    }

    private static String classOf(Column column) {
        return column.isNumber() ? " class=\"number\"" : "";
    }
}
