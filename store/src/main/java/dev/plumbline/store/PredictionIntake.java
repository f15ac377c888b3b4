package dev.plumbline.store;

import dev.plumbline.monitor.intake.NewPrediction;
import dev.plumbline.monitor.intake.RowAnswer;
import dev.plumbline.monitor.model.Model;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records one batch of predictions inside one transaction: all are inserted at once, then those that were known already are
 * compared. A prediction never changes, so that is the same as one after the other.
 */
final class PredictionIntake {
    private static final String INSERT = """
            insert into predictions (model, caller_id, version, score, probability, calibrator_version, predicted_at,
                recorded_at, group_name, weight, segments, features)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (model, caller_id) do nothing
            """;
    private static final String ROW = "select id from predictions where model = ? and caller_id = ?";
    private static final String VERSIONS = "select name, id from versions where model = ?";
    private static final String INSERT_VERSION = "insert into versions (model, id, name) values (?, ?, ?)";
    private static final String COUNT = """
            insert into prediction_counts (model, day, version, n) values (?, ?, ?, ?)
            on conflict (model, day, version) do update set
                n = prediction_counts.n + excluded.n, changes = prediction_counts.changes + 1
            """;

    private record DayOfVersion(long day, int version) {}

    private final Session session;
    private final Model model;
    private final long now;
    private final DeclaredSegments segments;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<DayOfVersion, Integer> counts = new HashMap<>();
    private final SumsChange sums = new SumsChange();
    private boolean outcomesWait;

    PredictionIntake(Session session, Model model, long now) throws SQLException {
        this.session = session;
        this.model = model;
        this.now = now;
        this.segments = new DeclaredSegments(session, model);
        session.each(VERSIONS, row -> versions.put(row.getString(1), row.getInt(2)), model.id());
    }

    List<RowAnswer> record(List<NewPrediction> sent) throws SQLException {
        Map<String, RowAnswer> purged = PurgedIds.refusals(
                session, model.id(), "id", sent.stream().map(NewPrediction::id).toList());
        if (purged.isEmpty()) {
            return insert(sent);
        }
        Iterator<RowAnswer> answers = insert(sent.stream()
                        .filter(row -> !purged.containsKey(row.id()))
                        .toList())
                .iterator();
        return sent.stream()
                .map(row -> purged.containsKey(row.id()) ? purged.get(row.id()) : answers.next())
                .toList();
    }

    /** A row of a version that is new goes by itself: only a row that is taken gives the version its number. */
    private List<RowAnswer> insert(List<NewPrediction> sent) throws SQLException {
        outcomesWait = WaitingOutcomes.any(session, model.id());
        List<RowAnswer> answers = new ArrayList<>(sent.size());
        int from = 0;
        for (int i = 0; i < sent.size(); i++) {
            if (!versions.containsKey(versionName(sent.get(i)))) {
                insert(sent.subList(from, i), answers);
                insert(sent.subList(i, i + 1), answers);
                from = i + 1;
            }
        }
        insert(sent.subList(from, sent.size()), answers);
        writeCounts();
        sums.apply(session, model.id());
        return answers;
    }

    /** Rows of known versions, or one row. */
    private void insert(List<NewPrediction> sent, List<RowAnswer> answers) throws SQLException {
        int[] inserted =
                session.updateEach(INSERT, sent.stream().map(this::columns).toList());
        for (int i = 0; i < inserted.length; i++) {
            answers.add(inserted[i] == 0 ? compare(sent.get(i)) : taken(sent.get(i)));
        }
    }

    private RowAnswer taken(NewPrediction sent) throws SQLException {
        int version = version(sent);
        if (versions.putIfAbsent(versionName(sent), version) == null) {
            session.update(INSERT_VERSION, model.id(), version, versionName(sent));
        }
        counts.merge(new DayOfVersion(Times.day(predictedAt(sent)), version), 1, Integer::sum);
        if (outcomesWait) {
            pair(sent);
        }
        return RowAnswer.TAKEN;
    }

    private Object[] columns(NewPrediction sent) {
        return new Object[] {
            model.id(),
            sent.id(),
            version(sent),
            sent.score(),
            sent.probability(),
            sent.calibratorVersion(),
            predictedAt(sent),
            now,
            sent.group(),
            weight(sent),
            StoredPrediction.segmentsText(sent.segments()),
            sent.features()
        };
    }

    private static String versionName(NewPrediction sent) {
        return sent.version() == null ? NewPrediction.DEFAULT_VERSION : sent.version();
    }

    private int version(NewPrediction sent) {
        return versions.getOrDefault(versionName(sent), versions.size() + 1);
    }

    private long predictedAt(NewPrediction sent) {
        return sent.predictedAt() == null ? now : Times.micros(sent.predictedAt());
    }

    private static double weight(NewPrediction sent) {
        return sent.weight() == null ? 1 : sent.weight();
    }

    private void writeCounts() throws SQLException {
        for (Map.Entry<DayOfVersion, Integer> each : counts.entrySet()) {
            session.update(COUNT, model.id(), each.getKey().day(), each.getKey().version(), each.getValue());
        }
    }

    private RowAnswer compare(NewPrediction sent) throws SQLException {
        return StoredPrediction.find(session, model.id(), sent.id())
                .orElseThrow()
                .compare(sent, model.settings().scoreScale());
    }

    private void pair(NewPrediction sent) throws SQLException {
        Optional<StoredOutcome> waiting = WaitingOutcomes.take(session, model.id(), sent.id());
        if (waiting.isPresent()) {
            StoredOutcome outcome = waiting.get();
            session.update(
                    OutcomeIntake.CLOSE,
                    OutcomeIntake.closing(session.number(ROW, model.id(), sent.id()), outcome, now));
            if (outcome.actual() != null) {
                sums.add(new Pair(
                        version(sent),
                        sent.score(),
                        sent.probability(),
                        weight(sent),
                        predictedAt(sent),
                        outcome.observedAt(),
                        outcome.actual(),
                        segments.admit(StoredPrediction.segmentsText(sent.segments()))));
            }
        }
    }
}
