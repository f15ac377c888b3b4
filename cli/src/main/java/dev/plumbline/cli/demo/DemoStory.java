package dev.plumbline.cli.demo;

import dev.plumbline.cli.terminal.Page;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * The whole story, told over the public HTTP interface: a forecaster is honest, drifts, is found out and corrected; the model
 * behind it is trained anew; later days show that what is issued is right again; and when the forecaster itself is mended, the
 * correction is found to hurt and taken back.
 */
public final class DemoStory {
    /** So many requests at once: each is a commit to disk, and the store writes those that wait together as one. */
    private static final int CLIENTS = 4;

    private static final Duration EVENING = Duration.ofHours(20);
    private static final Duration CRON = Duration.ofHours(5);
    private static final double[] ASKED = {10, 30, 50, 70, 90};

    /** What the endpoints answered: the audits in order of time, the training, and what came into force, newest first. */
    public record Told(List<JsonNode> audits, JsonNode training, JsonNode moves) {
        public Told {
            audits = List.copyOf(audits);
        }
    }

    /**
     * How progress is shown.
     *
     * @param terminal with a bar, else with plain lines
     * @param err where the plain lines go
     */
    public record Progress(boolean terminal, PrintWriter err) {}

    private final DemoPlan plan;
    private final DemoClient client;
    private final StoryPages pages;
    private final int width;
    private final Progress progress;
    private final Forecaster forecaster;
    private final Map<Instant, List<Forecaster.Case>> unknown = new TreeMap<>();

    /**
     * A story.
     *
     * @param address of a server whose clock stands at the plan's start, and that has no data
     * @param model that server's default model
     */
    public DemoStory(DemoPlan plan, String address, String model, Secrets secrets, Page page, Progress progress) {
        this.plan = plan;
        this.client = new DemoClient(address, model, secrets);
        this.pages = new StoryPages(page, plan);
        this.width = page.width();
        this.progress = progress;
        this.forecaster = new Forecaster(plan);
    }

    /** @throws DemoFailure if a request fails */
    public Told tell() {
        pages.opening();
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try {
            return tell(pool);
        } finally {
            pool.shutdownNow();
        }
    }

    private Told tell(ExecutorService pool) {
        play(pool, 1, plan.honestDays());
        JsonNode first = audit(plan.honestDays());
        pages.honest(first);

        play(pool, plan.honestDays() + 1, plan.driftedDays());
        JsonNode before = client.calibrate(ASKED);
        JsonNode second = audit(plan.driftedDays());
        pages.drifted(first, second);
        pages.served(ASKED, new Served(before, client.calibrate(ASKED)), candidate(second), client.calibratorInForce());
        JsonNode training = client.cron("retrain-ml");
        pages.training(training);

        play(pool, plan.driftedDays() + 1, plan.correctedDays());
        JsonNode third = audit(plan.correctedDays());
        pages.corrected(third);

        play(pool, plan.correctedDays() + 1, plan.lastDay());
        JsonNode fourth = audit(plan.lastDay());
        JsonNode moves = client.promotions();
        pages.rolledBack(fourth, moves);
        List<JsonNode> audits = List.of(first, second, third, fourth);
        pages.closing(audits);
        return new Told(audits, training, moves);
    }

    /** The answers of {@code calibrate} before and after an audit. */
    record Served(JsonNode before, JsonNode after) {}

    /** In the morning after a day, as the monthly schedule would. */
    private JsonNode audit(int day) {
        client.turnClock(plan.midnight(day + 1).plus(CRON));
        return client.cron("calibration-audit");
    }

    /** The refit of an audit, or null when there was none. */
    private JsonNode candidate(JsonNode audit) {
        JsonNode version = audit.at("/promotion/to");
        return version.isNumber() ? client.calibrator(version.intValue()) : null;
    }

    private void play(ExecutorService pool, int firstDay, int lastDay) {
        try (DayProgress shown =
                new DayProgress(firstDay, lastDay, plan.lastDay(), progress.terminal(), width, progress.err())) {
            for (int day = firstDay; day <= lastDay; day++) {
                client.turnClock(plan.midnight(day).plus(EVENING));
                predict(pool, forecaster.cases(day));
                reportOutcomes(plan.midnight(day).plus(EVENING));
                shown.done(day);
            }
        }
    }

    private void predict(ExecutorService pool, List<Forecaster.Case> cases) {
        List<Callable<JsonNode>> requests = new ArrayList<>();
        for (Forecaster.Case each : cases) {
            requests.add(() -> client.calibrate(each));
            unknown.computeIfAbsent(each.knownAt(), known -> new ArrayList<>()).add(each);
        }
        try {
            for (Future<JsonNode> answer : pool.invokeAll(requests)) {
                answer.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DemoFailure failure
                    ? failure
                    : new DemoFailure("a prediction failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private void reportOutcomes(Instant now) {
        List<Forecaster.Case> known = new ArrayList<>();
        unknown.entrySet().removeIf(each -> !each.getKey().isAfter(now) && known.addAll(each.getValue()));
        if (known.isEmpty()) {
            return;
        }
        JsonNode answer = client.outcomes(known);
        if (answer.required("taken").intValue() != known.size()) {
            throw new DemoFailure("of " + known.size() + " outcomes not all were taken: " + answer, null);
        }
    }
}
