package dev.plumbline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Times as they are stored: microseconds since the epoch, and whole UTC days. */
final class Times {
    static final long DAY = TimeUnit.DAYS.toMicros(1);

    private Times() {}

    /** Rounded down to the microsecond, as every stored and every compared time is. */
    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The instant in a column, or null. */
    static Instant instant(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : instant(micros);
    }

    /** The UTC day that a time falls on. */
    static long day(long micros) {
        return Math.floorDiv(micros, DAY);
    }

    /** The first day that begins at the time or later. */
    static long firstDayFrom(long micros) {
        return -Math.floorDiv(-micros, DAY);
    }
}
