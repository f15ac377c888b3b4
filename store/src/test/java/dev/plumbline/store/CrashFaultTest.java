package dev.plumbline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.monitor.jobs.JobRun;
import dev.plumbline.monitor.jobs.RunHandle;
import dev.plumbline.monitor.model.Model;
import dev.plumbline.monitor.pairs.Window;
import dev.plumbline.monitor.versions.CalibratorVersion;
import dev.plumbline.monitor.versions.Promotion;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at random moments while it records, audits, promotes and purges: what it acknowledged is there, whole. */
class CrashFaultTest {
    private static final int BATCH = 20;
    private static final int MOST_LINES = 50;
    private static final String OLD = "old-";
    /** A line without it was torn by the end of its process. */
    private static final String END = " .";

    @TempDir
    Path directory;

    /** Records a batch of pairs, audits it and purges an older one, again and again, and prints what was acknowledged. */
    static final class Service {
        public static void main(String[] arguments) {
            String round = arguments[1];
            try (Database database = Database.open(Path.of(arguments[0]))) {
                Stores stores = Stores.over(database);
                Model model = Samples.declared(stores, "m");
                stores.runs().failInterrupted(Samples.NOW);
                for (int i = 0; ; i++) {
                    String prefix = round + "-" + i + "-";
                    say("begin " + prefix);
                    stores.intake()
                            .recordPredictions("m", Samples.UNIT, Samples.predictions(prefix, BATCH), Samples.NOW);
                    say("predictions " + prefix);
                    stores.intake().recordOutcomes("m", Samples.UNIT, Samples.outcomes(prefix, BATCH), Samples.NOW);
                    say("outcomes " + prefix);
                    audit(stores, model, Integer.parseInt(round), i);
                    stores.intake().deletePrediction(model, prefix + 0, Samples.NOW);
                    say("deleted " + prefix + 0);
                    purge(stores, OLD + prefix);
                }
            }
        }

        private static void purge(Stores stores, String prefix) {
            stores.intake().recordPredictions("m", Samples.UNIT, Samples.oldPredictions(prefix, BATCH), Samples.NOW);
            stores.intake().recordOutcomes("m", Samples.UNIT, Samples.oldOutcomes(prefix, BATCH), Samples.NOW);
            say("old " + prefix);
            Samples.purgeOld(stores, "m");
            say("purged " + prefix);
        }

        private static void audit(Stores stores, Model model, int round, int i) {
            RunHandle run = stores.runs()
                    .start(Samples.audit(round + "-" + i), "node", Samples.NOW)
                    .handle();
            say("run " + run.id());
            int serving = stores.calibrators().inForce(model, "1").version();
            stores.audits()
                    .commit(
                            Samples.entering(model, Samples.refit(-1 - round, i), serving, serving),
                            run,
                            (id, candidate, moved) -> {
                                say("committing " + run.id() + " " + id);
                                return ("audit " + id + " " + candidate)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                            });
            say("audited " + run.id());
        }

        private static void say(String line) {
            System.out.println(line + END);
        }
    }

    @Test
    void killedTenTimes_losesNothingThatWasAcknowledged() throws Exception {
        kill(10);
    }

    @Test
    @Tag("full")
    void killedTwoHundredTimes_losesNothingThatWasAcknowledged() throws Exception {
        kill(200);
    }

    private void kill(int rounds) throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashFaultTest seed " + seed);
        Random random = new Random(seed);
        Acknowledged all = new Acknowledged();
        for (int round = 0; round < rounds; round++) {
            try (ChildProcess service = ChildProcess.start(Service.class, directory.toString(), "" + round)) {
                int lines = 1 + random.nextInt(MOST_LINES);
                for (int i = 0; i < lines; i++) {
                    all.add(service.readLine());
                }
                // At once, which an answer before its commit would not survive, or somewhere in the next few
                // statements.
                long until = System.nanoTime() + (random.nextBoolean() ? 0 : random.nextInt(8_000_000));
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                service.kill();
                // What it still printed before it died was acknowledged too.
                for (String line = service.readLine(); line != null; line = service.readLine()) {
                    all.add(line);
                }
            }
            check(all);
        }
    }

    private static final class Acknowledged {
        final Set<String> predictions = new HashSet<>();
        final Set<String> outcomes = new HashSet<>();
        final Set<String> deleted = new HashSet<>();
        final Set<String> begun = new HashSet<>();
        final Set<String> old = new HashSet<>();
        final Set<String> purged = new HashSet<>();
        final Set<Long> audited = new HashSet<>();

        void add(String line) {
            assertThat(line).as("the service ended by itself").isNotNull();
            if (!line.endsWith(END)) {
                return;
            }
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "begin" -> begun.add(words[1]);
                case "old" -> old.add(words[1]);
                case "purged" -> purged.add(words[1]);
                case "predictions" -> predictions.add(words[1]);
                case "outcomes" -> outcomes.add(words[1]);
                case "deleted" -> deleted.add(words[1]);
                case "audited" -> audited.add(Long.parseLong(words[1]));
                default -> {}
            }
        }
    }

    private void check(Acknowledged all) {
        try (Database database = Database.open(directory)) {
            Stores stores = Stores.over(database);
            Model model = stores.models().find("m").orElseThrow();
            for (String prefix : all.predictions) {
                for (int i = 1; i < BATCH; i++) { // the first of each may be deleted already
                    var found = stores.intake().find(model, prefix + i);
                    assertThat(found).as("prediction %s%d", prefix, i).isPresent();
                    assertThat(!found.get().get("outcome").isNull() || !all.outcomes.contains(prefix))
                            .as("outcome of %s%d", prefix, i)
                            .isTrue();
                }
            }
            for (String id : all.deleted) {
                assertThat(stores.intake().find(model, id)).as("deleted %s", id).isEmpty();
            }
            assertThat(Verify.run(database).difference()).isEmpty();
            checkPurges(database, model, all);
            checkAudits(stores, model, all);
        }
    }

    /** An old pair has its row or is known as purged, and counts in the sums either way. */
    private static void checkPurges(Database database, Model model, Acknowledged all) {
        Stores stores = Stores.over(database);
        for (String prefix : all.old) {
            for (int i = 0; i < BATCH; i++) {
                String id = prefix + i;
                boolean kept = stores.intake().find(model, id).isPresent();
                boolean purged = database.read(session -> PurgedIds.purgedAt(session, model.id(), id))
                        .isPresent();
                assertThat(kept).as("%s kept, not purged", id).isNotEqualTo(purged);
                assertThat(purged || !all.purged.contains(prefix))
                        .as("%s purged", id)
                        .isTrue();
            }
        }
        long pairs = stores.summaries().observed(model, Window.allUntil(Samples.NOW)).stream()
                .mapToLong(version -> version.issued().count())
                .sum();
        // the first of each batch may be deleted already; what was begun last may be there without its acknowledgement
        assertThat(pairs)
                .isGreaterThanOrEqualTo((long) all.outcomes.size() * (BATCH - 1) + (long) all.old.size() * BATCH)
                .isLessThanOrEqualTo((long) all.begun.size() * 2 * BATCH - all.deleted.size());
    }

    /** An audit is there exactly with its completed run, its fit, its promotion, its day of evidence and its alert. */
    private static void checkAudits(Stores stores, Model model, Acknowledged all) {
        Set<Long> completed = new HashSet<>();
        stores.runs().list(null, null, Long.MAX_VALUE, 100_000).items().stream()
                .filter(run -> run.status().equals("completed"))
                .map(JobRun::id)
                .forEach(completed::add);
        assertThat(completed).containsAll(all.audited);
        int audits = completed.size();
        if (audits > 0) {
            assertThat(stores.audits().find(model, audits)).isPresent();
        }
        assertThat(stores.audits().find(model, audits + 1L)).isEmpty();
        List<Promotion> promotions =
                stores.calibrators().promotions(model, Long.MAX_VALUE, 10_000).items();
        assertThat(promotions).hasSize(audits);
        List<CalibratorVersion> versions =
                stores.calibrators().list(model, Long.MAX_VALUE, 10_000).items();
        assertThat(versions).hasSize(audits);
        assertThat(stores.calibrators().inForce(model, "1").version()).isEqualTo(audits);
        assertThat(Samples.enteredDays(stores, model))
                .isEqualTo(LongStream.range(0, audits).boxed().toList());
        assertThat(Samples.alerts(stores)).isEqualTo(audits);
    }
}
