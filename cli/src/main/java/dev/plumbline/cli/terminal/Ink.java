package dev.plumbline.cli.terminal;

/** Colours of a terminal (ANSI), by what they mean. */
public enum Ink {
    PLAIN(""),
    BOLD("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    public String on(String text, boolean colour) {
        return colour && this != PLAIN && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
