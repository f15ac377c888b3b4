package dev.plumbline.monitor;

/**
 * A bad argument from outside: 400 over HTTP, exit code 2 on the command line. It names the field, what is allowed and
 * what was given, in that order of use to the person who reads it.
 */
public final class InvalidArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 100;
    private final String field;
    private final String allowed;
    private final String value;

    public InvalidArgumentException(String field, String allowed, Object value) {
        super(field + " must be " + allowed + ", got " + shorten(value));
        this.field = field;
        this.allowed = allowed;
        this.value = shorten(value);
    }

    public String field() {
        return field;
    }

    public String allowed() {
        return allowed;
    }

    public String value() {
        return value;
    }

    private static String shorten(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
