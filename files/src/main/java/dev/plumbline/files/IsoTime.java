package dev.plumbline.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads {@code YYYY-MM-DD[(T| )HH:MM[:SS[.fraction]][Z|+HH[[:]MM]]]}.
 *
 * <p>Written by hand because times come with every row and a {@code DateTimeFormatter} takes longer
 * than reading the rest of the row.
 */
final class IsoTime {
    static final String ALLOWED = "a time in ISO 8601 such as 2026-03-01T00:30:00Z, year 1 to 9999";
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private final String text;
    private int at;

    private IsoTime(String text) {
        this.text = text;
    }

    /**
     * The time in the text, in UTC where it names no zone.
     *
     * @throws FieldException if it is none
     */
    static Instant parse(String field, String text) {
        Instant time;
        try {
            time = new IsoTime(text.strip()).read();
        } catch (DateTimeException e) {
            throw new FieldException(field, text, ALLOWED);
        }
        if (time.isAfter(LAST) || time.isBefore(FIRST)) {
            throw new FieldException(field, text, ALLOWED);
        }
        return time;
    }

    /** Whether a time names its zone: a Z, or a sign after the date. */
    static boolean namesZone(String text) {
        String time = text.strip();
        for (int i = 10; i < time.length(); i++) {
            if ("Zz+-".indexOf(time.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private Instant read() {
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        int day = digits(2);
        if (atEnd()) {
            return LocalDateTime.of(year, month, day, 0, 0).toInstant(ZoneOffset.UTC);
        }
        if (!skip('T') && !skip('t')) {
            expect(' ');
        }
        int hour = digits(2);
        expect(':');
        int minute = digits(2);
        int second = skip(':') ? digits(2) : 0;
        int nano = skip('.') || skip(',') ? fraction() : 0;
        ZoneOffset zone = zone();
        if (!atEnd()) {
            throw new DateTimeException("text after the time");
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, nano).toInstant(zone);
    }

    private ZoneOffset zone() {
        if (atEnd() || skip('Z') || skip('z')) {
            return ZoneOffset.UTC;
        }
        int sign = skip('-') ? -1 : 1;
        if (sign == 1) {
            expect('+');
        }
        int hours = digits(2);
        boolean colon = skip(':');
        int minutes = atEnd() && !colon ? 0 : digits(2);
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private int fraction() {
        int start = at;
        int nano = 0;
        while (!atEnd() && isDigit(text.charAt(at)) && at - start < 9) {
            nano = nano * 10 + text.charAt(at++) - '0';
        }
        if (at == start) {
            throw new DateTimeException("no digits after the point");
        }
        for (int i = at - start; i < 9; i++) {
            nano *= 10;
        }
        return nano;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (atEnd() || !isDigit(text.charAt(at))) {
                throw new DateTimeException("a digit is missing");
            }
            value = value * 10 + text.charAt(at++) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw new DateTimeException("missing " + c);
        }
    }

    private boolean skip(char c) {
        if (!atEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        return at == text.length();
    }
}
