package dev.plumbline.store;

import dev.plumbline.learning.retrain.TrainedPromotion;
import dev.plumbline.monitor.ConflictException;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.Page;
import dev.plumbline.monitor.model.Model;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/** The append-only table of promotions of trained models, whose newest row of a model says what serves it. */
final class TrainedPromotions {
    private static final String SERVING =
            "select to_version from trained_model_promotions where model = ? order by id desc limit 1";
    private static final String APPEND = """
            insert into trained_model_promotions (model, from_version, to_version, kind, made_by, made_at, reason, evidence)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PAGE = """
            select id, from_version, to_version, kind, made_by, made_at, reason, evidence
            from trained_model_promotions where model = ? and id < ? order by id desc limit ?
            """;
    private static final String MOVES =
            "select kind, to_version from trained_model_promotions where model = ? order by id";
    private static final String LEFT = """
            select kind from trained_model_promotions where model = ? and from_version = ? order by id desc limit 1
            """;

    private TrainedPromotions() {}

    static Optional<Integer> serving(Session session, Model model) throws SQLException {
        return session.first(SERVING, row -> row.getInt(1), model.id());
    }

    /**
     * Compares what serves with what is thought to.
     *
     * @param expected null when none is
     * @throws ConflictException if something else serves
     */
    static void requireServing(Session session, Model model, Integer expected) throws SQLException {
        Integer serving = serving(session, model).orElse(null);
        if (!Objects.equals(serving, expected)) {
            throw new ConflictException("Trained model " + named(serving) + " serves model " + model.name()
                    + ", expected was " + named(expected));
        }
    }

    private static String named(Integer version) {
        return version == null ? "none" : "version " + version;
    }

    /** Appends a row; its id is given by the table. */
    static TrainedPromotion append(Session session, Model model, TrainedPromotion move) throws SQLException {
        session.update(
                APPEND,
                model.id(),
                move.from() == null ? null : (Integer) Integer.parseInt(move.from()),
                Integer.parseInt(move.to()),
                move.kind(),
                move.by(),
                move.at(),
                move.reason(),
                move.evidence() == null ? null : Json.text(move.evidence()));
        return page(session, model, Long.MAX_VALUE, 1).items().get(0);
    }

    static Page<TrainedPromotion> page(Session session, Model model, long before, int limit) throws SQLException {
        return Page.of(
                session.list(PAGE, TrainedPromotions::map, model.id(), before, limit + 1), limit, TrainedPromotion::id);
    }

    private static TrainedPromotion map(ResultSet row) throws SQLException {
        Integer from = Columns.integer(row, "from_version");
        return new TrainedPromotion(
                row.getLong("id"),
                from == null ? null : from.toString(),
                Integer.toString(row.getInt("to_version")),
                row.getString("kind"),
                row.getString("made_by"),
                Times.instant(row, "made_at"),
                row.getString("reason"),
                Columns.json(row, "evidence"));
    }

    /** What served before what serves; empty when no trained model did. */
    static Optional<Integer> previous(Session session, Model model) throws SQLException {
        return Moves.previous(session.list(MOVES, row -> new Moves.Move(row.getString(1), row.getInt(2)), model.id()))
                .filter(version -> version > 0);
    }

    /** Whether a version's last time in force ended by a rollback. */
    static boolean rolledBack(Session session, Model model, int version) throws SQLException {
        return session.first(LEFT, row -> row.getString(1), model.id(), version)
                .filter(Moves.ROLLED_BACK::equals)
                .isPresent();
    }
}
