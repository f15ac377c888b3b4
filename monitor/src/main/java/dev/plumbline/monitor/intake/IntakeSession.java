package dev.plumbline.monitor.intake;

import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.model.ModelSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of rows on its way into the store: rows are handed over in batches, so that memory stays constant for any
 * length, and counted so that the answer adds up. While one batch is written the next is read, never more. Not thread-safe.
 *
 * @param <T> what a row is
 */
public final class IntakeSession<T> {
    /** How many rejected rows an answer names; all are counted. */
    public static final int MAX_ERRORS = 100;

    /** Most rows of a batch: the more there are, the fewer rows of the sums are touched for each. */
    static final int BATCH = 8_192;
    /** Most characters of a batch's long texts, so that rows with many features do not fill the memory. */
    static final int BATCH_TEXT = 4_000_000;

    private static final ExecutorService WRITING = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "plumbline-intake");
        thread.setDaemon(true);
        return thread;
    });
    private static final Logger LOG = LoggerFactory.getLogger(IntakeSession.class);

    private final Optional<Model> model;
    private final ModelSettings settings;
    private final Function<List<T>, List<RowAnswer>> recorder;
    private final ToIntFunction<T> length;
    private List<T> rows = new ArrayList<>();
    private List<Long> lines = new ArrayList<>();
    private long text;
    private CompletableFuture<List<RowAnswer>> underWay;
    private List<Long> linesUnderWay;
    private final List<RowIssue> errors = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private long taken;
    private long repeated;
    private long corrected;
    private long waiting;
    private long rejected;
    private long conflicts;

    /**
     * @param length the characters of a row's long texts
     * @param recorder writes a batch; called on another thread, one batch at a time
     */
    IntakeSession(
            Optional<Model> model,
            ModelSettings settings,
            ToIntFunction<T> length,
            Function<List<T>, List<RowAnswer>> recorder) {
        this.model = model;
        this.settings = settings;
        this.length = length;
        this.recorder = recorder;
    }

    /** The model as it was when the stream was opened; empty when it was not declared yet. */
    public Optional<Model> model() {
        return model;
    }

    /** The settings by which the rows are read: the model's, or those that it will be declared with. */
    public ModelSettings settings() {
        return settings;
    }

    /** A good row. It is on disk when {@link #finish} returns, or earlier. */
    public void accept(long line, T row) {
        rows.add(row);
        lines.add(line);
        text += length.applyAsInt(row);
        if (rows.size() == BATCH || text >= BATCH_TEXT) {
            handOver();
        }
    }

    /** A bad row: counted and named; the good ones go on. */
    public void reject(RowIssue issue) {
        rejected++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(issue);
        }
    }

    /** Something to say once in the answer. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /** Hands over what is left and adds up. */
    public IntakeAnswer finish() {
        flush();
        errors.sort((a, b) -> Long.compare(a.line(), b.line()));
        return new IntakeAnswer(
                taken, repeated, corrected, waiting, rejected, errors, List.copyOf(warnings), conflicts);
    }

    /** The warnings go to the log as well, once for the whole stream. */
    void logWarnings(String model) {
        warnings.forEach(warning -> LOG.warn("[intake] model {}: {}", model, warning));
    }

    /** Hands over what is left and waits until it is on disk. */
    void flush() {
        handOver();
        awaitBatch();
    }

    /** Waits for the batch that is being written, then has this one written while the caller reads on. */
    private void handOver() {
        awaitBatch();
        if (rows.isEmpty()) {
            return;
        }
        List<T> batch = rows;
        linesUnderWay = lines;
        underWay = CompletableFuture.supplyAsync(() -> recorder.apply(batch), WRITING);
        rows = new ArrayList<>();
        lines = new ArrayList<>();
        text = 0;
    }

    private void awaitBatch() {
        if (underWay == null) {
            return;
        }
        CompletableFuture<List<RowAnswer>> written = underWay;
        underWay = null;
        List<RowAnswer> answers;
        try {
            answers = written.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
        for (int i = 0; i < answers.size(); i++) {
            count(linesUnderWay.get(i), answers.get(i));
        }
    }

    private void count(long line, RowAnswer answer) {
        switch (answer.result()) {
            case TAKEN -> taken++;
            case REPEATED -> repeated++;
            case CORRECTED -> corrected++;
            case WAITING -> waiting++;
            case CONFLICT -> {
                conflicts++;
                reject(new RowIssue(
                        line,
                        answer.field(),
                        answer.given(),
                        "the same content as before (" + answer.stored()
                                + "): this id is known; delete the prediction first to replace it"));
            }
            case PURGED -> {
                conflicts++;
                reject(new RowIssue(
                        line,
                        answer.field(),
                        answer.given(),
                        "a prediction whose row is kept: this one was purged at " + answer.stored()
                                + "; its sums stay as they are"));
            }
        }
    }
}
