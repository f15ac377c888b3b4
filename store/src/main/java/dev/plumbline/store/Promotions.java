package dev.plumbline.store;

import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.versions.Promotion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The append-only table of promotions, whose newest row of a model version says what serves it. */
final class Promotions {
    private static final String APPEND = """
            insert into promotions (model, model_version, from_calibrator, to_calibrator, kind, made_by, made_at, reason,
                evidence)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String NEWEST = """
            select id, model_version, from_calibrator, to_calibrator, kind, made_by, made_at, reason, evidence
            from promotions where model = ? and model_version = ? order by id desc limit 1
            """;
    private static final String PAGE = """
            select id, model_version, from_calibrator, to_calibrator, kind, made_by, made_at, reason, evidence
            from promotions where model = ? and id < ? order by id desc limit ?
            """;
    private static final String ROLLED_BACK = """
            select made_at from promotions where model = ? and model_version = ? and kind = 'rolledBack'
            order by id desc limit 1
            """;
    private static final String MOVES = """
            select kind, to_calibrator from promotions where model = ? and model_version = ? order by id
            """;
    static final String ROLLED_BACK_KIND = Moves.ROLLED_BACK;

    private Promotions() {}

    static Optional<Promotion> newest(Session session, long model, String modelVersion) throws SQLException {
        return session.first(NEWEST, Promotions::map, model, modelVersion);
    }

    private static Promotion map(ResultSet row) throws SQLException {
        return new Promotion(
                row.getLong("id"),
                row.getString("model_version"),
                row.getInt("from_calibrator"),
                row.getInt("to_calibrator"),
                row.getString("kind"),
                row.getString("made_by"),
                Times.instant(row, "made_at"),
                row.getString("reason"),
                Columns.json(row, "evidence"));
    }

    /** @throws ConflictException if something else serves */
    static void requireServing(Session session, Model model, String modelVersion, int expected) throws SQLException {
        int serving =
                newest(session, model.id(), modelVersion).map(Promotion::to).orElse(0);
        if (serving != expected) {
            throw new ConflictException("Calibrator version " + serving + " serves model " + model.name() + " version "
                    + modelVersion + ", expected was " + expected);
        }
    }

    /** Appends a row; its id is given by the table. */
    static Promotion append(Session session, long model, Promotion promotion) throws SQLException {
        session.update(
                APPEND,
                model,
                promotion.modelVersion(),
                promotion.from(),
                promotion.to(),
                promotion.kind(),
                promotion.by(),
                promotion.at(),
                promotion.reason(),
                promotion.evidence() == null ? null : Json.text(promotion.evidence()));
        return newest(session, model, promotion.modelVersion()).orElseThrow();
    }

    static Page<Promotion> page(Session session, long model, long before, int limit) throws SQLException {
        return Page.of(session.list(PAGE, Promotions::map, model, before, limit + 1), limit, Promotion::id);
    }

    /** When the model version was last rolled back, or null. */
    static Instant rolledBackAt(Session session, long model, String modelVersion) throws SQLException {
        return session.first(ROLLED_BACK, row -> Times.instant(row, "made_at"), model, modelVersion)
                .orElse(null);
    }

    /** What served before what serves: promotions pile up, a rollback takes them off again. */
    static Optional<Integer> previous(Session session, long model, String modelVersion) throws SQLException {
        List<Moves.Move> moves =
                session.list(MOVES, row -> new Moves.Move(row.getString(1), row.getInt(2)), model, modelVersion);
        return Moves.previous(moves);
    }
}
