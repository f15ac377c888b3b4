package dev.plumbline.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Where the story is printed, {@value #WIDTH} columns wide or as wide as the terminal. */
public final class Page {
    public static final int WIDTH = 98;
    private static final int NARROWEST = 60;

    private static final String MARGIN = "  ";
    private static final int LABEL = 12;

    private final PrintWriter out;
    private final boolean colour;
    private final int width;

    /**
     * @param colour whether a terminal shows it and a person wants it
     * @param columns how wide the terminal is
     */
    public Page(PrintWriter out, boolean colour, int columns) {
        this.out = out;
        this.colour = colour;
        this.width = Math.max(NARROWEST, Math.min(WIDTH, columns));
    }

    public int width() {
        return width;
    }

    /** What a block may take beside its margin. */
    public int blockWidth() {
        return width - MARGIN.length();
    }

    public boolean colour() {
        return colour;
    }

    public void heading(String text) {
        String rule = "─".repeat(Math.max(0, width - text.length() - 1));
        out.println();
        out.println(Ink.BOLD.on(text, colour) + " " + Ink.FAINT.on(rule, colour));
        out.flush();
    }

    public void text(String text) {
        wrap(text, width).forEach(out::println);
        out.flush();
    }

    /** A label, and beside it what it names, wrapped under itself. */
    public void item(String label, String text) {
        item(label, text, Ink.PLAIN);
    }

    public void item(String label, String text, Ink ink) {
        String head = MARGIN + label + " ".repeat(Math.max(1, LABEL - label.length()));
        for (String line : wrap(text, width - head.length())) {
            out.println(head + ink.on(line, colour));
            head = " ".repeat(head.length());
        }
        out.flush();
    }

    /** One of several remarks under an item. */
    public void bullet(String text) {
        String head = MARGIN + " ".repeat(LABEL) + "· ";
        for (String line : wrap(text, width - head.length())) {
            out.println(head + line);
            head = " ".repeat(head.length());
        }
        out.flush();
    }

    /** Lines with a margin, after a blank line. */
    public void block(List<String> lines) {
        out.println();
        lines.forEach(line -> out.println((MARGIN + line).stripTrailing()));
        out.flush();
    }

    public void blank() {
        out.println();
        out.flush();
    }

    /** Breaks at blanks; a longer word stands alone on its line. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
