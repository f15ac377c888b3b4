package dev.plumbline.store;

import dev.plumbline.files.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times as they are stored: microseconds since the epoch, and whole UTC days. */
final class Times {
    static final long DAY = TimeUnit.DAYS.toMicros(1);

    private Times() {}

    /** Rounded down to the microsecond, as every stored and every compared time is. */
    static long micros(Instant time) {
        return Micros.of(time);
    }

    static Instant instant(long micros) {
        return Micros.instant(micros);
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
