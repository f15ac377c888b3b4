package dev.plumbline.store;

import dev.plumbline.monitor.UnavailableException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an error of the database means to whoever called. */
final class SqlErrors {
    private static final int PRIMARY_CODE = 0xff; // extended result codes carry the primary one in their low byte

    private SqlErrors() {}

    /**
     * The exception to throw: the database cannot work just now ({@link UnavailableException}), or the statement was wrong,
     * which is a fault in this software.
     */
    static RuntimeException translate(SQLException e) {
        String plain = plain(e);
        return plain == null
                ? new IllegalStateException("The database refused a statement: " + e.getMessage(), e)
                : new UnavailableException(plain, e);
    }

    /** Whether the file itself is the matter. */
    static boolean isDamage(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return false;
        }
        SQLiteErrorCode primary = primary(sqlite);
        return primary == SQLiteErrorCode.SQLITE_CORRUPT || primary == SQLiteErrorCode.SQLITE_NOTADB;
    }

    private static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & PRIMARY_CODE);
    }

    private static String plain(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return "The database cannot be reached: " + e.getMessage();
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (primary(sqlite)) {
            case SQLITE_FULL -> "The disk of the database is full: free some space, writing goes on by itself then";
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                "The database is locked by another program: it is free again when that program ends (" + code + ")";
            case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOLFS ->
                "The database file cannot be read or written (" + code + "): look at its disk";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                "The database file may not be written (" + code + "): look at the rights of the file and its folder";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "The database file is damaged (" + code + "): stop the server; its next start says what to restore";
            case SQLITE_NOMEM -> "The database has run out of memory";
            case SQLITE_INTERRUPT, SQLITE_ABORT -> "The database was interrupted (" + code + ")";
            case SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_TOOBIG -> null;
            default -> "The database does not answer (" + code + ")";
        };
    }
}
