package dev.plumbline.store;

import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.intake.RowAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predictions whose rows are purged, known by 64 bits of a digest of their ids. That a new id is taken for one of a billion
 * purged ones has a chance of one in 18 billion.
 */
final class PurgedIds {
    private static final String ANY = "select exists (select 1 from purged_ids where model = ?)";
    private static final String FIND = """
            select ids.key, purged_at from json_each(?) ids cross join purged_ids
            where model = ? and digest = ids.value
            """;
    private static final String INSERT = """
            insert into purged_ids (model, digest, purged_at) values (?, ?, ?) on conflict (model, digest) do nothing
            """;

    private PurgedIds() {}

    static void add(Session session, long model, List<String> ids, long now) throws SQLException {
        session.updateEach(
                INSERT,
                ids.stream().map(id -> new Object[] {model, digest(id), now}).toList());
    }

    /** When the rows of a prediction were purged, in stored time. */
    static Optional<Long> purgedAt(Session session, long model, String id) throws SQLException {
        return session.first(FIND, row -> row.getLong(2), Json.text(List.of(digest(id))), model);
    }

    /** The answer to a row about a purged prediction. */
    static Optional<RowAnswer> refusal(Session session, long model, String field, String id) throws SQLException {
        return purgedAt(session, model, id).map(at -> RowAnswer.purged(field, id, Times.instant(at)));
    }

    /** The same for many ids. */
    static Map<String, RowAnswer> refusals(Session session, long model, String field, List<String> ids)
            throws SQLException {
        if (session.number(ANY, model) == 0) {
            return Map.of();
        }
        Map<String, RowAnswer> refusals = new HashMap<>();
        session.each(
                FIND,
                row -> {
                    String id = ids.get(row.getInt(1));
                    refusals.put(id, RowAnswer.purged(field, id, Times.instant(row, "purged_at")));
                },
                Json.text(ids.stream().map(PurgedIds::digest).toList()),
                model);
        return refusals;
    }

    private static long digest(String id) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(sha256).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
