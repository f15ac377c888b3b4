package dev.plumbline.files;

/** Makes text from outside fit to be shown in a log, a terminal or an answer. */
final class Printable {
    private Printable() {}

    /** At most this many characters, with whatever could move a cursor or break an encoder escaped. */
    static String shorten(String text, int most) {
        if (text == null || (text.length() <= most && isPlain(text))) {
            return text;
        }
        var shown = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String next = isPlain(c) ? Character.toString(c) : String.format("\\u%04x", c);
            boolean last = i + Character.charCount(c) == text.length();
            if (shown.length() + next.length() > most - (last ? 0 : 1)) {
                return shown.append('…').toString();
            }
            shown.append(next);
            i += Character.charCount(c);
        }
        return shown.toString();
    }

    private static boolean isPlain(String text) {
        return text.codePoints().allMatch(Printable::isPlain);
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the direction of text around
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
