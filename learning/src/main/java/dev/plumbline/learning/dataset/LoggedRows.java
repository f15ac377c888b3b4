package dev.plumbline.learning.dataset;

import dev.plumbline.files.FieldException;
import dev.plumbline.files.Row;
import dev.plumbline.learning.dataset.LoggedFeatures.Account;
import dev.plumbline.learning.dataset.LoggedFeatures.Pair;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Collects logged pairs as training data. Times are those of the predictions, so the newest are tested on unless declared otherwise. */
public final class LoggedRows {

    private final String source;
    private final RowTable table;
    private final MessageDigest digest = DatasetReader.sha256();
    private int unusable;
    private String firstUnusable;

    /** @param source how messages and provenance call it */
    public LoggedRows(DatasetSchema schema, String source) {
        this.source = source;
        this.table = new RowTable(schema, source, Set.of());
    }

    /**
     * Takes a pair. One whose features are not what they must be is left out and counted: whoever may record predictions must not be
     * able to end all training with one of them.
     *
     * @param label its class
     */
    public void add(Pair pair, int label) {
        try {
            // the line of a row of JSON is not shown: the prediction's id says which it is
            table.add(
                    new Row(1, pair.features()),
                    label,
                    ChronoUnit.MICROS.between(Instant.EPOCH, pair.predictedAt()),
                    pair.group());
        } catch (FieldException e) {
            leaveOut(pair, "feature " + e.getMessage());
            return;
        }
        String content = pair.predictionId() + '\n' + pair.features() + '\n' + label + '\n' + pair.predictedAt() + '\n';
        digest.update(content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Counts a pair that cannot be learnt from.
     *
     * @param reason what is wrong with it; that of the first is told
     */
    public void leaveOut(Pair pair, String reason) {
        if (unusable++ == 0) {
            firstUnusable = "prediction \"" + pair.predictionId() + "\", " + reason;
        }
    }

    private String unusableInWords() {
        return unusable + " pairs that cannot be used (the first: " + firstUnusable + ")";
    }

    /**
     * The training data; its digest is over the pairs as they were read.
     *
     * @throws TrainingDataException if they cannot be learnt from; the message says what was looked at
     */
    public LoadedTrainingData finish(Account account, Collection<Integer> declaredClasses) {
        if (table.size() == 0) {
            throw new TrainingDataException(source + " has no prediction with features and an outcome to learn from: "
                    + account.outcomes() + " outcomes were looked at, " + account.withoutFeatures()
                    + " of predictions without features, " + account.knownBefore()
                    + " that were known before their prediction" + (unusable > 0 ? ", " + unusableInWords() : ""));
        }
        RowTable.Prepared prepared = table.part(declaredClasses);
        List<String> notes = new ArrayList<>();
        if (unusable > 0) {
            notes.add(unusableInWords() + ": left out");
        }
        if (account.knownBefore() > 0) {
            notes.add(account.knownBefore()
                    + " outcomes were known before their prediction was made or recorded: left out");
        }
        if (account.backfilled() > 0) {
            notes.add(account.backfilled()
                    + " predictions were recorded after their outcome was observed, as history is that is"
                    + " sent later: that their features were known at predictedAt is the sender's word");
        }
        if (account.withoutFeatures() > 0) {
            notes.add(
                    account.withoutFeatures() + " predictions with outcomes were recorded without features: left out");
        }
        if (!table.absent().isEmpty()) { // one schema for the models of a server: not all log the same
            notes.add("no prediction was recorded with " + String.join(", ", table.absent())
                    + ", which the schema declares");
        }
        return new LoadedTrainingData(
                prepared.data(),
                source,
                HexFormat.of().formatHex(digest.digest()),
                Preparation.of(prepared.data(), prepared.split(), prepared.leftOut(), account.outcomes(), 0, notes));
    }
}
