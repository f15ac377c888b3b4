package dev.plumbline.cli;

import java.util.Arrays;

/**
 * Whether a person is looking. Java cannot say it for one stream alone ({@code System.console()} asks for both standard
 * input and output, and since JDK 22 is never null), so the launcher looks and says {@code -Dplumbline.terminal=out,err}.
 */
final class Terminal {
    private Terminal() {}

    static boolean showsOutput() {
        return says("out");
    }

    /** Progress goes here, so that standard output stays clean. */
    static boolean showsErrors() {
        return says("err");
    }

    /** Whether standard output may be coloured; {@code NO_COLOR} is the convention of no-color.org. */
    static boolean showsColour() {
        String refused = System.getenv("NO_COLOR");
        return showsOutput() && (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    /** How wide the terminal is, as the launcher says; unknown is wide enough for everything. */
    static int columns() {
        Integer columns = Integer.getInteger("plumbline.columns");
        return columns == null || columns <= 0 ? Integer.MAX_VALUE : columns;
    }

    private static boolean says(String stream) {
        return Arrays.asList(System.getProperty("plumbline.terminal", "").split(","))
                .contains(stream);
    }
}
